"""Plans and agreements through the API: loading, binding, moving on, what happened."""

import pytest

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
