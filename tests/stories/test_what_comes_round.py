"""What comes back by itself under the plans, and what a finding on such a visit sets going."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def windows(api: Api) -> Deal:
    api.at("2026-03-02 12:00")
    deal = Deal(api, "p02")
    deal.happened("acceptance.passed", "2026-03-02 09:00")
    deal.happened("project.handed_over", "2026-03-02 10:00")
    return deal


@pytest.mark.parametrize(
    ("schedule", "first", "done"),
    [
        pytest.param("return-visit", "2026-09-03 00:00", "return_visit.done",
                     marks=pytest.mark.clause("P02-37")),
        pytest.param("customer-visit", "2026-09-03 00:00", "return_visit.done",
                     marks=pytest.mark.clause("P02-17")),
        pytest.param("technical-visit", "2027-03-03 00:00", "return_visit.done",
                     marks=pytest.mark.clause("P02-42")),
        pytest.param("cleaning", "2026-09-03 00:00", "maintenance.done",
                     marks=pytest.mark.clause("P02-23")),
    ],
)  # fmt: skip
def test_windows_are_seen_to_at_their_intervals_and_the_next_one_follows(
    windows: Deal, schedule: str, first: str, done: str
) -> None:
    assert windows.due(schedule)[0] == first
    windows.api.at("2026-08-20 10:00")
    windows.happened(done, schedule=schedule)
    assert windows.states(schedule)[0] == "kept"
    assert "open" in windows.states(schedule)[1:]


@pytest.mark.clause("P02-33")
def test_windows_are_inspected_periodically_and_visited_at_once_when_something_happens(
    windows: Deal,
) -> None:
    assert windows.due("warranty-inspection")[0] == "2026-09-03 00:00"
    case = windows.reported("窗扇坠落", urgency="urgent", needs="visit")
    assert case.due("sudden-event") == "2026-03-02 16:00"
    windows.api.at("2026-03-02 15:00")
    case.records("visit.arrived")
    assert case.clock("sudden-event")["state"] == "kept"
    assert [one["kind"] for one in case.events("visit.arrived")] == ["visit.arrived"]


@pytest.mark.clause("P09-51")
def test_specialists_look_at_equipment_every_half_year(api: Api) -> None:
    api.at("2026-03-02 12:00")
    deal = Deal(api, "p09", service="equipment")
    deal.accepted("2026-03-02 10:00")
    assert deal.due("equipment-visits")[0] == "2026-09-03 00:00"
    api.at("2026-09-03 00:01")
    worker(api)
    assert deal.late("equipment-visits") == ["notify service-manager"]


@pytest.mark.clause("P03-06")
@pytest.mark.parametrize(("standing", "visits"), [("key", 2), ("normal", 0)])
def test_key_customers_are_visited_and_others_are_not(api: Api, standing: str, visits: int) -> None:
    api.at("2026-03-02 12:00")
    customer = api.cast.organisations["customer"]
    customer.standing = standing
    customer.save(update_fields=["standing"])
    deal = Deal(api, "p03")
    deal.happened("agreement.signed", "2026-03-02 10:00", subject=deal.agreement.reference)
    assert deal.due("key-customers") == ["2026-09-03 00:00", "2027-03-03 00:00"][:visits]


@pytest.mark.clause("P01-29", "P01-30")
def test_a_defect_found_on_a_return_visit_gets_a_measure_at_once_and_keeps_its_origin(
    api: Api,
) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p01")
    found = deal.reported("吊顶渗水", source="return-visit")
    complained = deal.reported("噪声大", source="phone", kind="complaint")
    assert found.due("corrective-measure") == "2026-03-03 09:00"
    assert "corrective-measure" not in complained.clocks()
    deal.api.wait(hours=2)
    found.records("case.solution_found", solution="更换接头")
    assert found.clock("corrective-measure")["state"] == "kept"
    assert found.clock("fix")["state"] == "open"
    assert [one.shown()["source"] for one in (found, complained)] == ["return-visit", "phone"]
    assert complained.shown()["kind"] == "complaint"
