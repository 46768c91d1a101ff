"""P03, an equipment maker: a reply in 24 hours, on site when the customer says, key customers."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-06 18:30")
    return Deal(api, "p03")


@pytest.mark.clause("P03-11")
@pytest.mark.parametrize(("minutes", "state"), [(24 * 60, "kept"), (24 * 60 + 1, "late")])
def test_any_information_is_replied_to_within_24_hours_also_at_the_weekend(
    deal: Deal, minutes: int, state: str
) -> None:
    case = deal.reported("主轴异响")
    assert case.due("reply") == "2026-03-07 18:30"
    deal.api.wait(minutes=minutes)
    worker(deal.api)
    case.does("answer")
    assert case.clock("reply")["state"] == state
    assert deal.reported("如何润滑", kind="question").due("reply") != ""


@pytest.mark.clause("P03-11")
def test_a_reply_that_does_not_come_is_told_to_the_service_manager(deal: Deal) -> None:
    case = deal.reported("主轴异响")
    deal.api.wait(hours=24, seconds=1)
    worker(deal.api)
    worker(deal.api)
    assert case.late("reply") == ["notify service-manager"]


@pytest.mark.clause("P03-02", "P03-03")
def test_free_in_warranty_and_by_quotation_afterwards(deal: Deal) -> None:
    deal.accepted("2026-03-06 10:00")
    inside, after = (deal.coverage(on, cause="product") for on in ("2027-03-06", "2027-03-10"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert {"repair", "replace-part"} <= set(inside["remedies"])
    assert after["covered"] == "no"
    assert {line["payer"] for line in after["lines"]} == {"customer"}
    assert "P03-03" in [one for told in after["reasons"] for one in told["clauses"]]


@pytest.mark.clause("P03-04")
def test_installation_begins_by_the_date_of_the_contract(deal: Deal) -> None:
    agreed = "2026-03-20T17:00:00+08:00"
    deal.happened("delivery.made", "2026-03-06 10:00", agreed_for=agreed)
    assert deal.due("install") == ["2026-03-20 17:00"]
    deal.api.at("2026-03-20 17:01")
    worker(deal.api)
    assert deal.late("install") == ["notify service-manager"]
    deal.happened("installation.started")
    assert deal.states("install") == ["late"]


@pytest.mark.clause("P03-12")
@pytest.mark.parametrize(("minute", "state"), [("00", "kept"), ("01", "late")])
def test_on_site_by_the_time_the_customer_sets(deal: Deal, minute: str, state: str) -> None:
    case = deal.reported("主轴异响", needs="visit", agreed_for="2026-03-09T08:00:00+08:00")
    assert case.due("arrive") == "2026-03-09 08:00"
    deal.api.at(f"2026-03-09 08:{minute}")
    case.records("visit.arrived")
    assert case.clock("arrive")["state"] == state


@pytest.mark.clause("P03-12")
def test_the_time_the_customer_sets_counts_once_a_visit_turns_out_to_be_needed(deal: Deal) -> None:
    case = deal.reported("主轴异响", agreed_for="2026-03-09T08:00:00+08:00")
    assert "arrive" not in case.clocks()
    case.does("need_visit")
    assert case.due("arrive") == "2026-03-09 08:00"
    deal.api.at("2026-03-09 08:01")
    worker(deal.api)
    assert case.late("arrive") == ["notify service-manager"]


def test_a_time_that_has_passed_is_refused(deal: Deal) -> None:
    report = {
        "unit": deal.unit.pk,
        "symptom": "主轴异响",
        "agreed_for": "2026-03-06T18:29:00+08:00",
    }
    assert deal.api.refused("/cases", report) == "refused"
