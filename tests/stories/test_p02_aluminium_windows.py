"""P02, aluminium windows: visits by quarter and season, bolts, connectors, glass, two years."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p02", components=("bolts", "connectors", "glass", "sealant"))


@pytest.mark.clause("P02-03")
def test_owners_are_visited_every_quarter(deal: Deal) -> None:
    deal.happened("project.handed_over", "2026-03-04 10:00")
    assert deal.due("quarterly-visit")[0] == "2026-06-05 00:00"
    deal.api.at("2026-06-04 23:59")
    deal.happened("return_visit.done", schedule="quarterly-visit")
    deal.api.at("2026-09-05 00:01")
    worker(deal.api)
    assert deal.states("quarterly-visit")[:2] == ["kept", "open"]
    assert deal.due("quarterly-visit")[:2] == ["2026-06-05 00:00", "2026-09-05 00:00"]
    assert deal.late("quarterly-visit") == ["notify service-manager"]
    deal.happened("return_visit.done", schedule="quarterly-visit")
    assert deal.states("quarterly-visit")[1] == "late"


@pytest.mark.clause("P02-39", "P02-40", "P02-41")
def test_each_season_has_its_own_visit_or_notice(deal: Deal) -> None:
    deal.happened("project.handed_over", "2026-03-04 10:00")
    assert deal.due("rainy-season-visit")[0] == "2026-09-01 00:00"
    assert deal.due("typhoon-notice")[0] == "2026-10-16 00:00"
    assert deal.due("winter-visit")[0] == "2027-03-01 00:00"
    deal.api.at("2026-07-10 10:00")
    worker(deal.api)
    deal.happened("return_visit.done", schedule="rainy-season-visit")
    deal.happened("notice.sent")
    deal.api.at("2027-03-01 00:01")
    worker(deal.api)
    assert deal.states("rainy-season-visit")[0] == "kept"
    assert deal.states("typhoon-notice")[0] == "kept"
    assert deal.late("winter-visit") == ["notify engineering-manager"]


@pytest.mark.clause("P02-47")
def test_bolts_are_inspected_one_month_after_the_owner_moves_in(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    assert deal.due("bolts") == []
    deal.happened("owner.moved_in", "2026-03-04 18:00")
    assert deal.due("bolts") == ["2026-04-05 00:00"]
    deal.api.at("2026-04-04 23:59")
    deal.happened("inspection.done", component="bolts")
    assert deal.states("bolts") == ["kept"]


@pytest.mark.clause("P02-48")
def test_connectors_are_inspected_every_half_year(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    assert deal.due("connectors")[0] == "2026-09-05 00:00"
    deal.api.at("2026-09-05 00:01")
    worker(deal.api)
    assert deal.late("connectors") == ["notify service-manager"]
    deal.happened("inspection.done", component="connectors")
    assert deal.states("connectors")[0] == "late"
    assert deal.due("connectors")[1] == "2027-03-05 00:00"


@pytest.mark.clause("P02-50")
def test_sealant_is_inspected_every_year(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    assert deal.due("sealant")[0] == "2027-03-05 00:00"
    deal.api.at("2027-03-04 10:00")
    deal.happened("inspection.done", component="sealant")
    assert deal.states("sealant")[0] == "kept"
    assert "kept" not in deal.states("connectors")


@pytest.mark.clause("P02-49")
def test_loose_glass_is_reached_within_24_hours_of_the_letter(deal: Deal) -> None:
    case = deal.reported("玻璃破裂", component="glass", source="letter", urgency="urgent")
    assert case.due("glass") == "2026-03-06 12:00"
    assert "sudden-event" not in case.clocks()
    deal.api.at("2026-03-06 12:01")
    worker(deal.api)
    assert case.late("glass") == ["notify service-manager"]
    case.records("visit.arrived")
    assert case.clock("glass")["state"] == "late"


@pytest.mark.clause("P02-38")
def test_a_sudden_event_brings_somebody_at_once_by_telephone_or_letter(deal: Deal) -> None:
    for source in ("phone", "letter"):
        case = deal.reported("窗扇脱落", source=source, urgency="urgent", component="sashes")
        assert case.due("sudden-event") == "2026-03-05 16:00"
        assert "glass" not in case.clocks()


def test_an_opinion_meets_a_quick_reaction(deal: Deal) -> None:
    case = deal.reported("漏水", kind="complaint")
    assert case.due("react") == "2026-03-05 14:00"
    deal.api.at("2026-03-05 14:00")
    case.does("answer")
    assert case.clock("react")["state"] == "kept"


@pytest.mark.clause("P02-19")
def test_a_complaint_heard_on_a_visit_goes_promptly_to_after_sales(deal: Deal) -> None:
    case = deal.reported("漏水", kind="complaint", source="return-visit")
    assert case.due("forward-complaint") == "2026-03-06 12:00"
    case.forwarded("technician")
    assert case.clock("forward-complaint")["state"] == "kept"


@pytest.mark.clause("P02-27", "P02-34")
def test_two_years_from_passed_acceptance_for_product_and_construction(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    for cause in ("product", "installation"):
        verdict = deal.coverage("2028-03-04", component="bolts", cause=cause)
        assert {line["code"] for line in verdict["lines"]} == {"warranty"}, cause
    after = deal.coverage("2028-03-20", component="bolts", cause="product")
    assert after["covered"] == "no"


@pytest.mark.clause("P02-35")
def test_whoever_broke_a_window_pays_for_it(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    for cause, payer in (("third-person", "third person"), ("user", "customer")):
        verdict = deal.coverage("2026-06-01", component="bolts", cause=cause)
        assert verdict["covered"] == "no"
        payers = {one["payer"] for one in verdict["lines"] if one["line"] != "travel"}
        assert payers == {payer}


@pytest.mark.clause("P02-26")
def test_use_against_the_rules_is_charged(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    verdict = deal.coverage("2026-06-01", component="bolts", cause="procedure-violation")
    assert verdict["covered"] == "no"


@pytest.mark.clause("P02-32")
def test_the_maintenance_agreement_follows_the_acceptance_within_a_month(deal: Deal) -> None:
    deal.happened("acceptance.passed", "2026-03-04 10:00")
    assert deal.due("maintenance-agreement") == ["2026-04-05 00:00"]
    deal.happened("agreement.signed")
    assert deal.states("maintenance-agreement") == ["kept"]


@pytest.mark.clause("P02-15")
def test_a_repair_on_site_is_closed_only_when_the_customer_has_accepted_it(deal: Deal) -> None:
    case = deal.reported("漏水", needs="visit").does("solve", solution="补胶")
    assert case.refused("close") == "gate"
    case.does("confirm").does("close")
    assert case.shown()["state"] == "closed"
