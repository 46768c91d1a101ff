"""P04, supply and transport: a fast answer, punctual goods, a solution when transport fails."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p04")


@pytest.mark.clause("P04-09")
@pytest.mark.parametrize(("minutes", "state"), [(60, "kept"), (61, "late")])
def test_a_problem_is_answered_fast(deal: Deal, minutes: int, state: str) -> None:
    case = deal.reported("少货")
    assert case.due("respond") == "2026-03-05 13:00"
    deal.api.wait(minutes=minutes)
    case.does("answer")
    assert case.clock("respond")["state"] == state


@pytest.mark.clause("P04-09")
def test_a_problem_nobody_answers_is_told_to_the_service_manager(deal: Deal) -> None:
    case = deal.reported("少货")
    deal.api.wait(minutes=61)
    worker(deal.api)
    worker(deal.api)
    assert case.late("respond") == ["notify service-manager"]


@pytest.mark.clause("P04-08")
def test_when_transport_fails_a_solution_comes_promptly(deal: Deal) -> None:
    case = deal.reported("货车抛锚", fault="transport-problem")
    assert case.due("transport-solution") == "2026-03-06 12:00"
    deal.api.at("2026-03-06 12:01")
    worker(deal.api)
    assert case.late("transport-solution") == ["notify service-manager"]
    case.records("case.solution_found", solution="改派车辆")
    assert case.clock("transport-solution")["state"] == "late"
    assert "transport-solution" not in deal.reported("少货").clocks()


@pytest.mark.clause("P04-07")
def test_goods_arrive_at_the_agreed_time(deal: Deal) -> None:
    deal.happened("unit.shipped", agreed_for="2026-03-09T18:00:00+08:00")
    assert deal.due("delivery") == ["2026-03-09 18:00"]
    deal.api.at("2026-03-09 18:01")
    worker(deal.api)
    assert deal.late("delivery") == ["notify sales"]
    deal.happened("delivery.made")
    assert deal.states("delivery") == ["late"]


@pytest.mark.parametrize("when", ["next week", "2026-03-09T18:00:00", "", None, 7])
def test_an_agreed_time_no_clock_could_read_is_refused(deal: Deal, when: object) -> None:
    now = "2026-03-05T12:00:00+08:00"
    shipped = {"kind": "unit.shipped", "occurred_at": now, "data": {"agreed_for": when}}
    address = f"/agreements/{deal.agreement.pk}/milestones"
    assert deal.api.refused(address, shipped) == "refused"
    found = {"kind": "case.solution_found", "data": {"solution": "改派", "agreed_for": when}}
    address = f"/cases/{deal.reported('少货').number}/records"
    assert deal.api.refused(address, found) == "refused"


@pytest.mark.clause("P04-12")
def test_a_follow_up_comes_after_the_case_is_closed(deal: Deal) -> None:
    case = deal.reported("少货").does("solve", solution="补货").does("close")
    assert case.due("follow-up") == "2026-03-13 00:00"
    deal.api.at("2026-03-12 23:59")
    case.records("case.followed_up", result="满意")
    assert case.clock("follow-up")["state"] == "kept"
