"""P10 and P12, doors of a project and of a brand, promise the same: rush repair in two hours day
and night, two years, the manager on site."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["p10", "p12"])
def doors(api: Api, request: pytest.FixtureRequest) -> Deal:
    api.at("2026-02-16 23:30")  # New Year's Eve
    return Deal(api, request.param)


@pytest.mark.clause("P10-07", "P10-08", "P12-07", "P12-08")
@pytest.mark.parametrize(("minutes", "state"), [(120, "kept"), (121, "late")])
def test_on_site_within_two_hours_of_the_call_in_the_night_of_a_festival(
    doors: Deal, minutes: int, state: str
) -> None:
    case = doors.reported("防火门关不上", needs="visit")
    assert case.due("on-site") == "2026-02-17 01:30"
    doors.api.wait(minutes=minutes)
    case.records("visit.arrived")
    assert case.clock("on-site")["state"] == state


@pytest.mark.clause("P10-08", "P12-08")
def test_who_is_late_goes_before_the_others_and_the_service_manager_hears_of_it(
    doors: Deal,
) -> None:
    case = doors.reported("防火门关不上", needs="visit")
    doors.api.wait(hours=2, seconds=1)
    worker(doors.api)
    worker(doors.api)
    assert case.late("on-site") == ["raise priority", "notify service-manager"]
    assert case.shown()["high_priority"] is True


@pytest.mark.clause("P10-08", "P12-08")
def test_without_access_the_two_hours_stand_still(doors: Deal) -> None:
    case = doors.reported("防火门关不上", needs="visit").does("wait", reason="access")
    doors.api.wait(hours=9)
    case.does("resume")
    assert case.due("on-site") == "2026-02-17 10:30"


@pytest.mark.clause("P10-05", "P10-09", "P10-13", "P12-05", "P12-09", "P12-13")
def test_two_years_free_and_then_parts_at_cost(doors: Deal) -> None:
    doors.accepted("2026-02-16 10:00")
    inside, after = (doors.coverage(on, cause="product") for on in ("2028-02-16", "2028-02-20"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert set(inside["remedies"]) >= {"repair", "maintain", "replace-part"}
    parts = [(one["code"], one["payer"]) for one in after["lines"] if one["line"] == "parts"]
    assert (after["covered"], parts) == ("no", [("recover-at-cost", "customer")])


@pytest.mark.clause("P10-06", "P12-06")
@pytest.mark.parametrize("cause", ["user", "third-person", "unappointed-repair"])
def test_what_somebody_broke_is_not_covered(doors: Deal, cause: str) -> None:
    doors.accepted("2026-02-16 10:00")
    verdict = doors.coverage("2026-06-01", cause=cause)
    assert verdict["covered"] == "no"
    clauses = {one for told in verdict["reasons"] for one in told["clauses"]}
    assert len(clauses & {"P10-06", "P12-06"}) == 1


@pytest.mark.clause("P10-12", "P12-12")
def test_project_customers_are_visited_again_and_again(doors: Deal) -> None:
    doors.happened("project.handed_over", "2026-02-16 10:00")
    assert doors.due("return-visits")[0] == "2026-08-17 00:00"
    doors.api.at("2026-08-16 23:59")
    doors.happened("return_visit.done")
    doors.api.at("2027-02-17 00:01")
    worker(doors.api)
    assert doors.states("return-visits")[0] == "kept"
    assert doors.due("return-visits")[1] == "2027-02-17 00:00"
    assert doors.late("return-visits") == ["notify service-manager"]


@pytest.mark.clause("P10-24", "P12-24")
def test_the_general_manager_sees_the_site_at_least_once(doors: Deal) -> None:
    doors.happened("project.started", "2026-02-16 10:00")
    assert doors.due("manager-visit") == ["2026-03-17 00:00"]
    doors.api.at("2026-03-17 00:01")
    worker(doors.api)
    assert doors.late("manager-visit") == ["notify leaders"]
    doors.happened("project.visited")
    assert doors.states("manager-visit") == ["late"]
