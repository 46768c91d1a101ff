"""Plans and agreements through the API: loading, binding, moving on, what happened."""

import pytest

from aftercare.catalog.models import ProductModel, Project, Unit
from aftercare.plans import queries
from aftercare.plans.models import PlanVersion
from aftercare.promises.tests.rules.stories import PLAN
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db


def test_an_author_loads_a_plan_and_the_same_text_stays_its_version(api: Api) -> None:
    for _ in range(2):
        loaded = api.post("/plans", {"text": PLAN}, by="author", status=201)
        assert (loaded["plan"], loaded["number"], loaded["loaded_by"]) == (
            "sample", 1, api.cast["author"].name
        )  # fmt: skip
    changed = PLAN.replace("2 days", "3 days")
    assert api.post("/plans", {"text": changed}, by="author")["number"] == 2
    assert api.get("/plans/sample/versions/1", by="author")["text"] == PLAN


def test_a_plan_with_mistakes_is_refused_with_each_of_them(api: Api) -> None:
    broken = PLAN.replace("case.answered", "case.answerd").replace("2 days", "2 dais")
    problem = api.post("/plans", {"text": broken}, by="author", status=422)
    assert problem["code"] == "plan-faults"
    details = [one["detail"] for one in problem["faults"]]
    assert any("case.answered" in one for one in details)
    assert any("2 dais" in one for one in details)
    assert PlanVersion.objects.count() == 0


@pytest.mark.parametrize("username", ["agent", "technician", "customer", "dealer"])
def test_nobody_else_loads_plans(api: Api, username: str) -> None:
    api.post("/plans", {"text": PLAN}, by=username, status=403)
    assert PlanVersion.objects.count() == 0


def bound(api: Api) -> tuple[str, Project, Unit, Unit]:
    """The address of an agreement, the project it covers, a unit of that and one of another."""
    api.post("/plans", {"text": PLAN}, by="author")
    customer = api.cast.organisations["customer"]
    project = Project.objects.create(number="P1", name="一期", customer=customer)
    model = ProductModel.objects.create(code="M1", name="泵")
    mine, other = (
        Unit.objects.create(serial=serial, model=model, customer=customer, project=of)
        for serial, of in (("SN-1", project), ("SN-2", None))
    )
    body = {
        "number": "HT-1", "title": "协议", "plan": "sample", "version": 1,
        "customer": customer.pk, "signed_on": "2026-02-01", "covers": [{"project": project.pk}],
    }  # fmt: skip
    made = api.post("/agreements", body, by="manager")
    return f"/agreements/{made['id']}", project, mine, other


def test_a_milestone_happens_to_a_unit_of_a_covered_project_and_to_no_other(api: Api) -> None:
    address, project, mine, other = bound(api)
    sold = {"kind": "unit.sold", "occurred_at": "2026-03-01T10:00:00+08:00"}
    for thing in (project, mine):
        api.post(f"{address}/milestones", {**sold, "subject": thing.reference})
    listed = api.get(f"{address}/milestones")["items"]
    assert [one["subject"] for one in listed] == [project.reference, mine.reference]
    for reference in (other.reference, "unit/0", "site/1", "unit/x", "unit/9999999999999999999"):
        assert api.refused(f"{address}/milestones", {**sold, "subject": reference}) == "refused"


def test_a_version_whose_text_was_changed_behind_its_back_is_not_followed(api: Api) -> None:
    bound(api)
    version = PlanVersion.objects.get()
    PlanVersion.objects.update(text=PLAN.replace("within: 30 min", "within: 50 min"))
    version.refresh_from_db()
    queries._document.cache_clear()  # as in a process that has not read it yet
    with pytest.raises(ValueError, match="not the one that was loaded"):
        queries.document(version)


def test_moving_on_leaves_promises_alone_and_new_ones_follow_the_new_version(api: Api) -> None:
    address, project, _mine, _other = bound(api)
    accepted = "2026-03-02T09:00:00+08:00"
    signed = {"signatures": {"provider": accepted, "customer": accepted}}
    acceptance = {"kind": "acceptance.signed", "occurred_at": accepted, "data": signed}
    api.at("2026-03-02 10:00")
    api.post(f"{address}/milestones", {**acceptance, "subject": project.reference})
    before = api.get("/commitments?promise=training")["items"]
    api.post("/plans", {"text": PLAN.replace("2 days", "5 days")}, by="author")
    moved = api.post(f"{address}/version", {"version": 2, "reason": "续签"}, by="manager")
    assert [one["version"] for one in moved["bindings"]] == [1, 2]
    assert moved["bindings"][1]["reason"] == "续签"
    assert api.get("/commitments?promise=training")["items"] == before
    assert len(before) == 1
