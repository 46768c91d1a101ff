"""P15, service along the chain: investigated and solved quickly, reported, surveyed."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Case, Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p15")


@pytest.mark.clause("P15-07")
def test_a_problem_is_investigated_solved_and_reported_in_time(deal: Deal) -> None:
    case = deal.reported("箱体变形")
    assert case.due("investigate") == "2026-03-05 16:00"
    assert case.due("solve") == "2026-03-07 12:00"
    deal.api.at("2026-03-05 16:00")
    case.triaged(cause="supplier")
    assert case.due("report") == "2026-03-06 16:00"
    deal.api.at("2026-03-06 16:00")
    case.records("case.reported_upward")
    deal.api.at("2026-03-07 12:00")
    case.does("solve", solution="换货")
    states = [case.clock(one)["state"] for one in ("investigate", "report", "solve")]
    assert states == ["kept"] * 3


@pytest.mark.clause("P15-07")
def test_a_problem_nobody_solves_is_told_to_the_service_manager(deal: Deal) -> None:
    case = deal.reported("箱体变形").does("wait", reason="customer")
    deal.api.wait(hours=24)
    case.does("resume")
    assert case.due("solve") == "2026-03-08 12:00"
    deal.api.at("2026-03-08 12:01")
    worker(deal.api)
    assert case.late("solve") == ["notify service-manager"]
    assert case.late("investigate") == ["notify service-manager"]


@pytest.mark.clause("P15-08")
def test_a_customer_reports_online_and_the_clocks_run(deal: Deal) -> None:
    body = {"unit": deal.unit.pk, "symptom": "箱体变形", "source": "portal"}
    case = Case(deal.api, deal.api.post("/cases", body, by="customer"))
    assert case.clocks() == {"investigate", "solve"}
    deal.api.post(f"/cases/{case.number}/notes", {"text": "已寄照片"}, by="customer")
    (note,) = case.events("case.noted")
    assert (note["data"]["text"], note["data"]["internal"]) == ("已寄照片", False)
    case.does("solve", solution="换货")
    assert case.shown(by="customer")["solution"] == "换货"


@pytest.mark.clause("P15-09")
def test_customers_are_asked_every_half_year(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-03-04 09:00")
    assert deal.due("satisfaction-survey")[0] == "2026-09-05 00:00"
    deal.api.at("2026-09-04 23:59")
    deal.happened("survey.done")
    deal.api.at("2027-03-05 00:01")
    worker(deal.api)
    assert deal.states("satisfaction-survey")[0] == "kept"
    assert deal.late("satisfaction-survey") == ["notify service-manager"]
