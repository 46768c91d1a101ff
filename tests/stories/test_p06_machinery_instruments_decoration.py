"""P06, machinery through dealers: two hours, four hours, twenty days, thirty days before the
season; instruments; and home decoration: the crew rings in a day, a slip that is missing."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="machinery", components=("main-parts",))


@pytest.fixture
def home(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="decoration", customer="household")


@pytest.fixture
def instrument(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="instruments")


@pytest.mark.clause("P06-36", "P06-39", "P06-40")
def test_arranged_within_two_hours_of_forwarding_and_checked_within_four(machine: Deal) -> None:
    case = machine.reported("割台不转")
    assert not {"arranged", "checked"} & case.clocks()
    machine.api.wait(hours=1)
    case.forwarded("dealer")
    assert case.due("arranged") == "2026-03-05 15:00"
    assert case.due("checked") == "2026-03-05 17:00"
    machine.api.at("2026-03-05 15:00")
    case.does("arrange")
    assert case.due("user-told") == "2026-03-05 15:30"
    machine.api.at("2026-03-05 17:00")
    case.records("case.arrangement_checked", result="已落实")
    assert [case.clock(one)["state"] for one in ("arranged", "checked")] == ["kept"] * 2


@pytest.mark.clause("P06-41")
def test_what_nobody_arranges_goes_to_the_company_leaders_at_four_hours(machine: Deal) -> None:
    case = machine.reported("割台不转").forwarded("dealer")
    machine.api.at("2026-03-05 14:01")
    worker(machine.api)
    assert case.late("arranged") == ["notify agent", "notify sales"]
    machine.api.at("2026-03-05 16:01")
    worker(machine.api)
    worker(machine.api)
    assert case.late("arranged") == ["notify agent", "notify sales", "report to leaders"]
    assert case.late("checked") == ["report to leaders"]
    case.does("arrange")
    assert case.clock("arranged")["state"] == "late"


@pytest.mark.clause("P06-24")
def test_a_dealer_arranges_its_own_jobs_within_two_hours_too(machine: Deal) -> None:
    case = machine.reported("割台不转", source="dealer")
    assert case.due("arranged-own") == "2026-03-05 14:00"
    assert "arranged-own" not in machine.reported("割台不转", source="phone").clocks()


@pytest.mark.clause("P06-37")
def test_an_urgent_event_is_reported_upward_at_once(machine: Deal) -> None:
    case = machine.reported("翻车", urgency="urgent")
    assert case.due("urgent-reported") == "2026-03-05 12:15"
    assert case.due("urgent-arranged") == "2026-03-05 13:00"
    case.records("case.reported_upward")
    machine.api.at("2026-03-05 13:01")
    worker(machine.api)
    assert case.clock("urgent-reported")["state"] == "kept"
    assert case.late("urgent-arranged") == ["raise priority", "report to leaders"]
    assert case.shown()["high_priority"] is True


def test_the_user_is_told_of_the_arrangement(machine: Deal) -> None:
    case = machine.reported("割台不转").forwarded("dealer").does("arrange")
    machine.api.at("2026-03-05 12:30")
    case.records("case.contacted")
    assert case.clock("user-told")["state"] == "kept"


@pytest.mark.clause("P06-16")
def test_the_receipt_card_is_due_twenty_days_after_the_sale_and_blocks_claims(
    machine: Deal,
) -> None:
    machine.happened("unit.sold", "2026-03-05 10:00")
    assert machine.due("receipt-card") == ["2026-03-26 00:00"]
    machine.api.at("2026-03-26 00:00")
    machine.api.wait(seconds=1)
    worker(machine.api)
    assert machine.late("receipt-card") == ["block claims", "notify sales"]
    machine.happened("receipt_card.received")
    assert machine.states("receipt-card") == ["late"]


def test_the_twenty_days_of_the_receipt_card_end_on_a_working_day(machine: Deal) -> None:
    machine.happened("unit.sold", "2026-03-01 10:00")  # the 21st is a Saturday
    assert machine.due("receipt-card") == ["2026-03-24 00:00"]
    machine.api.at("2026-03-23 23:59")
    machine.happened("receipt_card.received")
    assert machine.states("receipt-card") == ["kept"]


@pytest.mark.clause("P06-43", "P06-44")
def test_an_old_part_comes_back_by_the_next_cut_off_date(machine: Deal) -> None:
    machine.happened("invoice.issued", "2026-03-01 10:00")
    case = machine.reported("轴承损坏", cause="product", component="main-parts")
    assert case.covered == "yes"
    case.records("part.replaced", part="轴承")
    assert case.due("old-part") == "2026-07-01 00:00"
    assert case.due("repair-record") == "2026-07-01 00:00"
    machine.api.at("2026-06-30 23:00")
    case.records("old_part.returned")
    machine.api.at("2026-07-01 00:01")
    worker(machine.api)
    assert case.clock("old-part")["state"] == "kept"
    assert case.late("repair-record") == ["block claims", "notify sales"]
    assert len(case.events("claims.blocked")) == 1


def test_stock_is_deemed_sold_after_two_operating_seasons(machine: Deal) -> None:
    machine.happened("stock.delivered", "2026-03-05 10:00")
    assert machine.due("deemed-sold") == ["2027-11-01 00:00"]
    machine.api.at("2027-11-01 00:01")
    worker(machine.api)
    assert machine.late("deemed-sold") == ["deem sold", "notify sales"]


@pytest.mark.clause("P06-27")
def test_the_reserve_plan_is_due_thirty_days_before_the_season(machine: Deal) -> None:
    machine.happened("agreement.signed", "2026-03-05 10:00")
    assert machine.due("parts-reserve")[0] == "2027-01-30 00:00"
    machine.api.at("2027-01-29 23:59")
    worker(machine.api)
    machine.happened("reserve_plan.submitted")
    assert machine.states("parts-reserve")[0] == "kept"


@pytest.mark.clause("P06-20")
def test_what_the_product_did_not_cause_is_not_covered(machine: Deal) -> None:
    machine.happened("invoice.issued", "2026-03-01 10:00")
    assert machine.coverage("2026-06-01", component="main-parts", cause="user")["covered"] == "no"
    verdict = machine.coverage("2028-03-01", component="main-parts", cause="product")
    assert verdict["covered"] == "yes"


@pytest.mark.clause("P06-54", "P06-61")
def test_an_instrument_is_announced_half_a_day_ahead_and_then_given_a_date(
    instrument: Deal,
) -> None:
    agreed = "2026-03-10T09:00:00+08:00"
    instrument.happened("delivery.requested", "2026-03-05 10:00", agreed_for=agreed)
    assert instrument.due("delivery-announced") == ["2026-03-09 21:00"]
    instrument.api.at("2026-03-10 09:00")
    instrument.happened("delivery.made")
    assert instrument.due("installation-date") == ["2026-03-14 00:00"]
    instrument.api.at("2026-03-14 00:01")
    worker(instrument.api)
    assert instrument.late("installation-date") == ["notify project-manager"]


@pytest.mark.clause("P06-68")
def test_the_user_of_an_instrument_is_rung_again_and_again(instrument: Deal) -> None:
    instrument.accepted("2026-03-05 10:00")
    assert instrument.due("instrument-calls")[0] == "2026-06-06 00:00"


@pytest.mark.clause("P06-80")
def test_the_crew_contacts_the_customer_within_24_hours(home: Deal) -> None:
    case = home.reported("墙面开裂")
    home.api.wait(hours=2)
    case.assigned("technician")
    assert case.due("crew-contact") == "2026-03-06 14:00"
    home.api.at("2026-03-06 14:01")
    worker(home.api)
    assert case.late("crew-contact") == ["notify engineering-manager"]
    case.records("case.contacted")
    assert case.clock("crew-contact")["state"] == "late"


@pytest.mark.clause("P06-74")
def test_the_supplier_comes_at_the_agreed_time(home: Deal) -> None:
    case = home.reported("地板起拱", cause="supplier")
    case.records("visit.agreed", agreed_for="2026-03-07T09:00:00+08:00")
    assert case.due("supplier-visit") == "2026-03-07 09:00"


@pytest.mark.clause("P06-88")
def test_without_the_slip_the_completion_date_starts_the_warranty(home: Deal) -> None:
    home.happened("project.completed", "2026-03-05 10:00")
    inside, after = (home.coverage(on, cause="installation") for on in ("2028-03-06", "2028-03-07"))
    assert (inside["covered"], after["covered"]) == ("yes", "no")


@pytest.mark.clause("P06-75")
def test_what_the_customer_caused_brings_advice_and_help(home: Deal) -> None:
    home.happened("project.completed", "2026-03-05 10:00")
    assert home.coverage("2026-06-01", cause="user")["covered"] == "advice"
