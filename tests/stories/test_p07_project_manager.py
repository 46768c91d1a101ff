"""P07: the client and the building contractor say how satisfied they are with the manager."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.catalog.models import Project
from aftercare.kit.models import Event
from aftercare.people.tests.test_pages import signed_in
from aftercare.promises.models import Alert
from aftercare.satisfaction.models import ManagerMark, ManagerReview
from tests.plugins.api import Api
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(api: Api, request: pytest.FixtureRequest) -> Project:
    """A project of doors under plan P07, or another one, managed by the lead."""
    plan = getattr(request, "param", "p07")
    found: Project = Deal(api, plan, service="doors" if plan == "p07" else "").project
    found.manager = api.cast["lead"]
    found.save()
    return found


def take_down(browser: Client, project: Project, party: str, percent: int, **more: Any) -> int:
    address = f"/satisfaction/projects/{project.pk}/add"
    given = browser.get(address).context["form"]["id"].value()
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    said = {"id": given, "party": party, "percent": percent, "said_by": "赵总", "said_on": today}
    status: int = browser.post(address, {**said, **more}).status_code
    return status


@pytest.mark.parametrize(
    "project",
    [
        pytest.param("p07", marks=pytest.mark.clause("P07-25")),
        pytest.param("p10", marks=pytest.mark.clause("P10-25")),
        pytest.param("p12", marks=pytest.mark.clause("P12-25")),
    ],
    indirect=True,
)
def test_below_half_the_manager_is_put_up_for_replacement(api: Api, project: Project) -> None:
    agent, manager = signed_in(api.cast, "agent"), signed_in(api.cast, "manager")
    assert take_down(agent, project, "client", 60) == 302
    assert take_down(agent, project, "contractor", 40) == 302  # half, and not below
    assert not ManagerReview.objects.exists()
    assert take_down(agent, project, "contractor", 39) == 302
    review = ManagerReview.objects.get()
    assert (str(review.figure), review.below, review.state) == ("49.5", 50, "open")
    assert take_down(agent, project, "contractor", 10) == 302
    assert ManagerReview.objects.count() == 1  # one that waits says enough
    told = Alert.objects.filter(subject=review.reference)
    assert [one.person for one in told] == [api.cast["manager"]]
    assert "项目经理被提请更换" in manager.get("/alerts").content.decode()
    page = manager.get(f"/satisfaction/reviews/{review.pk}").content.decode()
    assert "49.5 %" in page
    assert "更换项目经理" in page
    decided = manager.post(
        f"/satisfaction/reviews/{review.pk}/replace",
        {"successor": api.cast["technician"].pk, "reason": "甲方要求", "revision": 1},
    )
    assert decided.status_code == 302
    project.refresh_from_db()
    assert project.manager == api.cast["technician"]
    event = Event.objects.get(kind="manager.replaced")
    assert (event.actor, event.data["reason"]) == (api.cast["manager"].reference, "甲方要求")
    shown = api.get(f"/manager-reviews/{review.pk}")
    assert (shown["state"], shown["successor"]) == ("replaced", api.cast["technician"].pk)
    page = manager.get(f"/satisfaction/projects/{project.pk}").content.decode()
    assert "满意度 " not in page.split("</h1>")[1].split("</p>")[0]  # nothing said of the new one


def test_the_manager_may_stay_with_a_reason_and_reads_nothing_of_it(
    api: Api, project: Project
) -> None:
    made = {"project": project.pk, "party": "client", "percent": 20, "said_by": "赵总",
            "said_on": (timezone.now() - timedelta(days=2)).date().isoformat()}  # fmt: skip
    api.post("/manager-marks", made)
    review = ManagerReview.objects.get()
    lead = signed_in(api.cast, "lead")
    assert lead.get(f"/satisfaction/reviews/{review.pk}").status_code == 404
    assert lead.get(f"/satisfaction/projects/{project.pk}").status_code == 404
    assert take_down_refused(lead, project) == 404
    manager = signed_in(api.cast, "manager")
    address = f"/satisfaction/reviews/{review.pk}/keep"
    assert manager.post(address, {"reason": " ", "revision": 1}).status_code == 422
    assert signed_in(api.cast, "agent").post(address, {"reason": "x"}).status_code == 403
    assert manager.post(address, {"reason": "已谈话整改", "revision": 1}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.decided_by) == ("kept", api.cast["manager"])
    project.refresh_from_db()
    assert project.manager == api.cast["lead"]
    assert manager.post(address, {"reason": "又一次", "revision": 1}).status_code == 422


def test_a_manager_who_was_changed_by_another_door_is_not_decided_about(
    api: Api, project: Project
) -> None:
    agent, manager = signed_in(api.cast, "agent"), signed_in(api.cast, "manager")
    take_down(agent, project, "client", 20)
    first = ManagerReview.objects.get()
    second = api.cast["technician"]
    api.patch(f"/projects/{project.pk}", {"name": "更名"})
    first.refresh_from_db()
    assert first.state == "open"
    api.patch(f"/projects/{project.pk}", {"manager": second.pk})
    first.refresh_from_db()
    assert (first.state, first.successor, first.decided_by) == (
        "replaced", second, api.cast["agent"],
    )  # fmt: skip
    late = {"successor": api.cast["technician2"].pk, "reason": "晚了", "revision": first.revision}
    assert manager.post(f"/satisfaction/reviews/{first.pk}/replace", late).status_code == 422
    project.refresh_from_db()
    assert project.manager == second
    take_down(agent, project, "client", 20)  # and the new one is put up in their turn
    assert ManagerReview.objects.get(state="open").manager == second


def test_the_manager_finds_no_mark_in_the_history(api: Api, project: Project) -> None:
    made = {"project": project.pk, "party": "client", "percent": 20, "said_by": "赵总",
            "said_on": "2026-01-02"}  # fmt: skip
    mark = api.post("/manager-marks", made)
    told = api.get(f"/events?subject=managermark/{mark['id']}")["items"]
    assert [one["data"]["percent"] for one in told] == [20]
    for asked in ("kind=manager.marked", f"subject=project/{project.pk}"):
        found = api.get(f"/events?{asked}", by="lead")["items"]
        assert "manager.marked" not in {one["kind"] for one in found}
    assert api.get("/events?kind=manager.proposed", by="lead")["items"] == []


def take_down_refused(browser: Client, project: Project) -> int:
    status: int = browser.get(f"/satisfaction/projects/{project.pk}/add").status_code
    return status


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"percent": 101}, "percent"), ({"percent": -1}, "percent"), ({"said_by": " "}, "said_by"),
     ({"said_on": "2999-01-01"}, "said_on"), ({"said_on": "0001-01-01"}, "said_on"),
     ({"party": "x"}, "party")],
)  # fmt: skip
def test_what_nobody_can_have_said_is_refused(
    api: Api, project: Project, wrong: dict[str, Any], field: str
) -> None:
    agent = signed_in(api.cast, "agent")
    address = f"/satisfaction/projects/{project.pk}/add"
    given = agent.get(address).context["form"]["id"].value()
    said = {"id": given, "party": "client", "percent": 50, "said_by": "赵总",
            "said_on": "2026-01-02", **wrong}  # fmt: skip
    answer = agent.post(address, said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ManagerMark.objects.exists()


def test_a_form_sent_twice_is_one_mark(api: Api, project: Project) -> None:
    agent = signed_in(api.cast, "agent")
    address = f"/satisfaction/projects/{project.pk}/add"
    said = {"id": agent.get(address).context["form"]["id"].value(), "party": "client",
            "percent": 30, "said_by": "赵总", "said_on": "2026-01-02"}  # fmt: skip
    assert [agent.post(address, said).status_code for _ in range(2)] == [302, 302]
    assert ManagerMark.objects.count() == ManagerReview.objects.count() == 1


def test_a_form_of_another_project_tells_nothing_of_its_mark(api: Api, project: Project) -> None:
    agent = signed_in(api.cast, "agent")
    other = Project.objects.create(
        number="X-2", name="另一项目", customer=project.customer, manager=api.cast["lead"]
    )
    said = {"id": str(uuid.uuid4()), "party": "client", "percent": 60, "said_by": "赵总",
            "said_on": "2026-01-02"}  # fmt: skip
    addresses = [f"/satisfaction/projects/{one.pk}/add" for one in (project, other)]
    assert [agent.post(address, said).status_code for address in addresses] == [302, 422]
    assert ManagerMark.objects.get().project == project
