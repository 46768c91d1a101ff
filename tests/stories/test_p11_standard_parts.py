"""P11, standard parts: an opinion in 24 hours, nobody leaves before it is solved, the bid binds."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-06 15:00")
    return Deal(api, "p11")


@pytest.mark.clause("P11-04")
def test_an_objection_has_a_handling_opinion_within_24_hours(deal: Deal) -> None:
    case = deal.reported("螺栓断裂", kind="objection")
    assert case.due("handling-opinion") == "2026-03-07 15:00"
    deal.api.at("2026-03-07 15:00")
    case.records("case.opinion_given", opinion="整批复检")
    assert case.clock("handling-opinion")["state"] == "kept"
    assert "handling-opinion" not in deal.reported("询价", kind="question").clocks()


@pytest.mark.clause("P11-04")
def test_an_opinion_that_is_late_is_told_to_the_service_manager(deal: Deal) -> None:
    case = deal.reported("螺栓断裂", kind="objection")
    deal.api.at("2026-03-07 15:01")
    worker(deal.api)
    assert case.late("handling-opinion") == ["notify service-manager"]
    case.records("case.opinion_given", opinion="整批复检")
    assert case.clock("handling-opinion")["state"] == "late"


@pytest.mark.clause("P11-05")
def test_staff_do_not_leave_before_the_problem_is_solved(deal: Deal) -> None:
    case = deal.reported("螺栓断裂", kind="objection", needs="visit").records("visit.arrived")
    report = {"kind": "visit.reported", "data": {"report": "已更换"}}
    assert deal.api.refused(f"/cases/{case.number}/records", report) == "gate"
    case.does("solve", solution="整批更换").records("visit.reported", report="已更换")
    assert len(case.events("visit.reported")) == 1


@pytest.mark.clause("P11-03")
def test_the_three_guarantees_are_honoured(deal: Deal) -> None:
    deal.happened("delivery.made", "2026-03-06 10:00")
    inside, after = (deal.coverage(on, cause="product") for on in ("2027-03-06", "2027-03-10"))
    assert (inside["covered"], after["covered"]) == ("yes", "no")
    assert {"repair", "replace", "refund"} <= set(inside["remedies"])


@pytest.mark.clause("P11-16")
def test_the_bid_binds_until_its_validity_ends(deal: Deal) -> None:
    deal.happened("bid.opened", "2026-03-06 10:00")
    assert deal.due("bid-validity") == ["2026-06-05 00:00"]
    deal.api.at("2026-06-05 00:01")
    worker(deal.api)
    assert deal.late("bid-validity") == ["notify sales"]
