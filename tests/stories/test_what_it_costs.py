"""Who pays what once it is no longer free: the fee rules, as the verdict tells them."""

from typing import Any

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db

COST, LIST = "recover-at-cost", "list-price"


@pytest.fixture
def told(api: Api) -> Any:
    """Asks what a fault costs on a day; the acceptance was signed on 2 March 2026."""

    def ask(plan: str, on: str, service: str = "", **facts: str) -> tuple[Deal, Any]:
        api.at("2026-03-02 12:00")
        parts = (facts["component"],) if "component" in facts else ()
        deal = Deal(api, plan, service=service, components=parts)
        deal.accepted("2026-03-02 10:00")
        return deal, deal.coverage(on, **facts)

    return ask


def charged(verdict: Any) -> dict[str, tuple[str, str]]:
    """Line of work to how it is priced and who pays."""
    return {line["line"]: (line["code"], line["payer"]) for line in verdict["lines"]}


def prices(verdict: Any) -> dict[str, str]:
    """Line of work to the price that the plan names."""
    found = (one["reason"]["params"] for one in verdict["lines"])
    return {one["line"]: one["price"] for one in found if "price" in one}


def served_afterwards(verdict: Any) -> list[str]:
    """The clauses of what is still served when every term is over."""
    rows = [one["clauses"] for one in verdict["reasons"] if one["code"] == "afterwards-served"]
    return [one for row in rows for one in row]


@pytest.mark.clause("P01-12")
def test_a_building_after_its_warranty_pays_material_and_labour_at_cost(told: Any) -> None:
    _, verdict = told("p01", "2028-06-01", cause="product")
    assert verdict["covered"] == "no"
    lines = charged(verdict)
    assert (lines["parts"], lines["labour"]) == ((COST, "customer"), (COST, "customer"))
    assert prices(verdict) == {"parts": "cost", "labour": "cost"}


@pytest.mark.clause("P01-16")
def test_a_building_in_warranty_is_repaired_replaced_and_kept_up_free(told: Any) -> None:
    _, verdict = told("p01", "2027-06-01", cause="product")
    assert set(charged(verdict).values()) == {("warranty", "company")}
    assert {"repair", "replace", "maintain"} <= set(verdict["remedies"])


@pytest.mark.clause("P01-61")
def test_a_building_after_its_warranty_may_ask_for_a_maintenance_contract(told: Any) -> None:
    deal, inside = told("p01", "2027-06-01", cause="product")
    after = deal.coverage("2028-06-01", cause="product")
    assert [served_afterwards(one) for one in (inside, after)] == [[], ["P01-61", "P01-64"]]


@pytest.mark.clause("P01-63")
def test_an_abnormal_life_brings_the_loss_too_once_it_is_certified(told: Any) -> None:
    deal, before = told("p01", "2029-01-01", cause="abnormal-life")
    assert "compensate-loss" not in before["remedies"]
    deal.api.at("2029-01-05 10:00")
    deal.happened("appraisal.issued")
    after = deal.coverage("2029-01-06", cause="abnormal-life")
    assert "compensate-loss" in after["remedies"]
    assert {payer for _, payer in charged(after).values()} == {"company"}


@pytest.mark.parametrize(
    ("plan", "service"),
    [
        pytest.param("p07", "doors", marks=pytest.mark.clause("P07-14")),
        pytest.param("p10", "", marks=pytest.mark.clause("P10-14")),
        pytest.param("p12", "", marks=pytest.mark.clause("P12-14")),
    ],
)
def test_an_hour_at_a_door_costs_ten_yuan_at_most(told: Any, plan: str, service: str) -> None:
    _, verdict = told(plan, "2029-01-01", service, cause="product")
    (labour,) = [one for one in verdict["lines"] if one["line"] == "labour"]
    assert (labour["reason"]["code"], labour["reason"]["params"]["price"]) == (
        "price-cap", "10 CNY/h"
    )  # fmt: skip
    assert labour["payer"] == "customer"


@pytest.mark.clause("P09-16")
def test_a_heater_after_its_warranty_pays_parts_and_labour(told: Any) -> None:
    _, verdict = told("p09", "2030-06-01", "heaters", cause="product", component="tank")
    lines = charged(verdict)
    assert (lines["parts"], lines["labour"]) == ((COST, "customer"), (LIST, "customer"))


@pytest.mark.parametrize(
    ("plan", "service"),
    [
        pytest.param("p06", "decoration", marks=pytest.mark.clause("P06-90")),
        pytest.param("p13", "", marks=pytest.mark.clause("P13-21")),
    ],
)
def test_a_home_pays_for_material_only_in_a_repair_at_cost(
    told: Any, plan: str, service: str
) -> None:
    deal, free = told(plan, "2027-06-01", service, cause="installation")
    assert charged(free)["parts"] == ("warranty", "company")
    paid = deal.coverage("2029-06-01", cause="installation")
    assert charged(paid)["parts"] == (COST, "customer")


@pytest.mark.clause("P06-21")
def test_a_machine_beyond_the_three_guarantees_pays_travel_and_wages(told: Any) -> None:
    deal, _ = told("p06", "2026-03-10", "machinery")
    deal.happened("unit.sold", "2026-03-02 11:00", subject=deal.unit.reference)
    verdict = deal.coverage("2026-06-01", cause="wrong-operation")
    lines = charged(verdict)
    assert (lines["travel"], lines["labour"]) == ((COST, "customer"), (COST, "customer"))
    assert charged(deal.coverage("2026-06-01", cause="product"))["travel"][1] == "company"


@pytest.mark.clause("P08-29")
def test_an_equipment_seller_charges_by_its_uniform_standard(told: Any) -> None:
    deal, _ = told("p08", "2026-06-01")
    case = deal.reported("不能开机", needs="visit", cause="user")
    verdict = case.shown()["verdict"]
    assert set(charged(verdict).values()) == {(LIST, "customer")}
    assert set(prices(verdict).values()) == {"list"}
