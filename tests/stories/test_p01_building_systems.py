"""P01, a building contractor: both signatures, half an hour, two hours, four, the loan unit."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-02 09:00")
    return Deal(api, "p01")


@pytest.mark.clause("P01-04", "P01-05", "P01-06", "P01-19")
def test_answer_in_half_an_hour_on_site_in_two_solved_in_four(deal: Deal) -> None:
    case = deal.reported("停机", needs="visit")
    assert case.due("answer") == "2026-03-02 09:30"
    assert case.due("arrive") == "2026-03-02 11:00"
    assert case.due("fix") == "2026-03-02 13:00"
    deal.api.wait(minutes=20)
    case.does("answer")
    deal.api.wait(minutes=80)
    case.records("visit.arrived", by="agent")
    deal.api.wait(minutes=90)
    case.does("solve", solution="更换接触器")
    assert [case.clock(one)["state"] for one in ("answer", "arrive", "fix")] == ["kept"] * 3


@pytest.mark.clause("P01-07")
def test_a_loan_unit_of_the_same_grade_is_offered_free_at_the_four_hour_mark(deal: Deal) -> None:
    case = deal.reported("停机", needs="visit")
    deal.api.wait(hours=3, minutes=59)
    worker(deal.api)
    assert case.shown()["loan"] == ""
    deal.api.wait(minutes=1, seconds=1)
    worker(deal.api)
    worker(deal.api)
    assert case.shown()["loan"] == "offered"
    offered = deal.api.get(f"/events?subject={case.reference}&kind=loan.offered")["items"]
    assert [one["data"]["free"] for one in offered] == [True]
    assert case.clock("fix")["is_late"] is True


@pytest.mark.clause("P01-20")
def test_an_emergency_has_its_own_clock_without_the_two_hours(deal: Deal) -> None:
    case = deal.reported("大面积停电", urgency="urgent", needs="visit")
    assert case.due("emergency-arrival") == "2026-03-02 09:30"
    assert "arrive" not in case.clocks()


@pytest.mark.clause("P01-03")
def test_the_warranty_begins_when_both_have_signed_and_with_the_later_signature(deal: Deal) -> None:
    signed = {"provider": "2026-03-02T09:00:00+08:00"}
    deal.happened("acceptance.signed", signatures=signed)
    assert deal.coverage("2026-03-20", cause="product")["covered"] == "undetermined"
    deal.api.at("2026-03-10 09:00")
    deal.happened("acceptance.signed", signatures={"customer": "2026-03-09T15:00:00+08:00"})
    assert deal.coverage("2028-03-09", cause="product")["covered"] == "yes"
    assert deal.coverage("2028-03-10", cause="product")["covered"] == "no"


@pytest.mark.clause("P01-02", "P01-11", "P01-15")
def test_two_years_free_and_then_not(deal: Deal) -> None:
    deal.api.at("2026-03-02 12:00")
    deal.accepted("2026-03-02 10:00")
    inside, after = (deal.coverage(on, cause="product") for on in ("2027-12-31", "2028-06-01"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert "warranty" not in {line["code"] for line in after["lines"]}


@pytest.mark.clause("P01-17")
def test_improper_use_is_served_but_paid(deal: Deal) -> None:
    deal.api.at("2026-03-02 12:00")
    deal.accepted("2026-03-02 10:00")
    assert deal.coverage("2026-06-01", cause="user")["covered"] == "no"


@pytest.mark.clause("P01-25", "P01-26")
def test_the_warranty_card_is_due_within_a_month_of_completion(deal: Deal) -> None:
    deal.happened("project.completed", "2026-03-01 10:00")
    (card,) = deal.promised("warranty-card")
    assert deal.due("warranty-card") == ["2026-04-02 00:00"]
    deal.api.at("2026-03-25 10:00")
    deal.happened("warranty_card.issued")
    (card,) = deal.promised("warranty-card")
    assert card["state"] == "kept"


@pytest.mark.clause("P01-21", "P01-22")
def test_two_return_visits_a_year_the_first_within_half_a_year_of_handover(deal: Deal) -> None:
    deal.api.at("2026-03-03 09:00")
    deal.accepted("2026-03-02 10:00")
    deal.happened("project.handed_over", "2026-03-02 16:00")
    assert deal.due("return-visit")[0] == "2026-09-03 00:00"
    for moment in ("2026-08-20 10:00", "2027-02-20 10:00", "2027-08-20 10:00"):
        deal.api.at(moment)
        worker(deal.api)
        deal.happened("return_visit.done", schedule="return-visit")
    worker(deal.api)
    rows = deal.promised("return-visit")
    assert [one["state"] for one in rows] == ["kept", "kept", "kept", "open"]
    assert deal.due("return-visit")[:2] == ["2026-09-03 00:00", "2027-03-03 00:00"]


@pytest.mark.clause("P01-18")
def test_equipment_rooms_are_patrolled_at_the_labelled_default(deal: Deal) -> None:
    deal.api.at("2026-03-03 09:00")
    deal.accepted("2026-03-02 10:00")
    assert deal.due("patrol")[0] == "2026-06-03 00:00"


@pytest.mark.clause("P01-62")
def test_abnormal_life_after_expiry_is_free_with_an_appraisal(deal: Deal) -> None:
    deal.api.at("2026-03-02 12:00")
    deal.accepted("2026-03-02 10:00")
    assert deal.coverage("2029-01-01", cause="abnormal-life")["covered"] != "yes"
    deal.api.at("2029-01-05 10:00")
    deal.happened("appraisal.issued")
    assert deal.coverage("2029-01-06", cause="abnormal-life")["covered"] == "yes"
