"""P13, home decoration: the crew rings within 24 hours, the missing slip, three causes."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(api: Api) -> Deal:
    api.at("2026-03-06 12:00")
    return Deal(api, "p13", customer="household")


@pytest.mark.clause("P13-11")
@pytest.mark.parametrize(("moment", "state"), [("14:00", "kept"), ("14:01", "late")])
def test_the_crew_contacts_the_customer_within_24_hours(
    home: Deal, moment: str, state: str
) -> None:
    case = home.reported("墙面开裂")
    assert "crew-contact" not in case.clocks()
    home.api.wait(hours=2)
    case.assigned("technician")
    assert case.due("crew-contact") == "2026-03-07 14:00"
    home.api.at(f"2026-03-07 {moment}")
    case.records("case.contacted")
    assert case.clock("crew-contact")["state"] == state


@pytest.mark.clause("P13-11")
def test_a_crew_that_does_not_ring_is_told_to_the_engineering_manager(home: Deal) -> None:
    case = home.reported("墙面开裂").assigned("technician")
    home.api.wait(hours=24, seconds=1)
    worker(home.api)
    assert case.late("crew-contact") == ["notify engineering-manager"]


@pytest.mark.clause("P13-05")
def test_the_supplier_comes_at_the_agreed_time(home: Deal) -> None:
    case = home.reported("地板起拱", cause="supplier")
    case.records("visit.agreed", agreed_for="2026-03-08T09:00:00+08:00")
    assert case.due("supplier-visit") == "2026-03-08 09:00"
    home.api.at("2026-03-08 09:01")
    worker(home.api)
    assert case.late("supplier-visit") == ["notify engineering-manager"]


@pytest.mark.clause("P13-19")
def test_without_the_slip_the_completion_date_starts_the_warranty(home: Deal) -> None:
    home.happened("project.completed", "2026-03-06 10:00")
    inside, after = (home.coverage(on, cause="installation") for on in ("2028-03-06", "2028-03-07"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert after["covered"] == "no"
    costs = {one["line"]: one["code"] for one in after["lines"]}
    assert (costs["parts"], costs["labour"]) == ("recover-at-cost", "recover-at-cost")


@pytest.mark.clause("P13-04", "P13-06")
def test_the_cause_decides_repair_or_advice(home: Deal) -> None:
    home.happened("project.completed", "2026-03-06 10:00")
    asked = {cause: home.coverage("2026-06-01", cause=cause)["covered"]
             for cause in ("supplier", "installation", "user")}  # fmt: skip
    assert asked == {"supplier": "yes", "installation": "yes", "user": "advice"}
