from decimal import Decimal
from typing import Any

import pytest

from aftercare.coverage.rules import charges
from aftercare.coverage.rules.charges import Charging, Work
from aftercare.coverage.tests.rules.making import HEATER, ask, paper, plan, shipped, term
from aftercare.plans.language.document import Plan, Rate

SIGNED = [paper("acceptance.signed", "2024-05-06")]


def charge(document: Plan, on: str, work: Work, **told: Any) -> Charging:
    found = ask(on=on, plan=document, papers=SIGNED, facts=dict(work.facts), **told)
    return charges.charge_lines(found, document.fees, work)


def table(paid: Charging) -> dict[str, tuple[str, str]]:
    return {line.line: (line.price, line.payer) for line in paid.lines}


def test_what_is_covered_is_free_and_needs_neither_consent_nor_receipt() -> None:
    paid = charge(shipped("p09"), "2024-06-03", Work({"service": "heaters", "cause": "product"}))
    assert table(paid) == {
        "parts": ("free", "company"),
        "labour": ("free", "company"),
        "travel": ("free", "company"),
    }
    assert (paid.consent, paid.show_standard, paid.receipt, paid.quote) == (
        False,
        False,
        "none",
        (),
    )


def test_paid_work_shows_the_standard_asks_consent_and_gives_a_receipt() -> None:
    work = Work({"service": "heaters", "cause": "product"})
    paid = charge(shipped("p09"), "2030-06-03", work, asked=("tank",))
    assert table(paid) == {
        "parts": ("cost", "customer"),
        "labour": ("list", "customer"),
        "travel": ("list", "customer"),
    }
    assert (paid.consent, paid.show_standard, paid.receipt) == (True, True, "always")
    assert paid.quote == ("parts", "labour")


def test_excluded_cases_price_parts_by_their_class() -> None:
    work = Work(
        {"service": "heaters", "cause": "storage"},
        part_classes=("ordinary", "solar-special", "unheard-of"),
    )
    paid = charge(shipped("p09"), "2024-06-03", work, asked=("tank",))
    parts = [(line.part_class, line.price) for line in paid.lines if line.line == "parts"]
    assert parts == [("ordinary", "market"), ("solar-special", "list"), ("unheard-of", "by class")]
    assert paid.lines[0].reasons[-1].clauses == ("P09-27",)


def test_a_supplier_s_fault_is_free_and_recovered_from_the_supplier() -> None:
    paid = charge(HEATER, "2024-06-03", Work({"cause": "supplier"}), asked=("tank",))
    assert [(line.price, line.recourse_to) for line in paid.lines] == [("free", "supplier")] * 3


def test_what_is_not_decided_yet_has_no_payer() -> None:
    paid = charge(HEATER, "2026-01-05", Work(), asked=("tank",))
    assert (paid.open, paid.consent) == (True, False)
    assert {line.payer for line in paid.lines} == {"unknown"}


def test_advice_costs_nothing() -> None:
    work = Work({"service": "hospital-software", "cause": "virus"})
    paid = charge(shipped("p07"), "2024-06-03", work)
    assert [price for price, _ in table(paid).values()][:3] == ["free"] * 3


def test_the_first_training_is_free_and_the_second_is_charged() -> None:
    facts = {"kind": "return", "condition": "cannot-operate", "cause": "product"}
    for before, expected in ((0, ("free", "company")), (1, ("list", "customer"))):
        work = Work(facts, before={"training": before})
        assert table(charge(shipped("p08"), "2024-06-03", work))["training"] == expected


def test_a_price_question_on_the_phone_goes_to_sales() -> None:
    fees = shipped("p08").fees
    assert charges.price_question(fees, "phone") == "route to sales"
    assert charges.price_question(fees, "web") == "answer"
    assert charges.price_question(shipped("p09").fees, "phone") == "answer"


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("cap", (True, True, False)), ("floor", (False, True, True)), ("fixed", (False, True, False))],
)
def test_a_rate_is_a_cap_a_floor_or_the_figure(kind: str, kept: tuple[bool, ...]) -> None:
    rate = Rate.model_validate({"rate": "10 CNY/h", "is": kind})
    assert tuple(charges.keeps(rate, Decimal(amount)) for amount in ("9.99", "10", "10.01")) == kept


def test_travel_before_a_stock_return_is_paid_by_who_caused_it() -> None:
    for condition, payer in (
        ("quality", "company"),
        ("parts-removed", "dealer"),
        ("unsold", "dealer"),
    ):
        facts = {
            "service": "machinery",
            "customer": "dealer",
            "kind": "return",
            "condition": condition,
            "cause": "product",
        }
        paid = charge(shipped("p06"), "2024-06-03", Work(facts), asked=("main-parts",))
        assert table(paid)["freight"] == ("cost", payer)


def test_material_may_be_asked_for_only_when_all_of_it_is_at_the_customer_s_cost() -> None:
    two = plan(
        components={name: {"zh": name, "en": name} for name in ("roof", "wall")},
        warranty=[
            term("roof", covers={"component": ["roof"]}, length="5 years"),
            term("wall", covers={"component": ["wall"]}),
        ],
    )
    mixed = charge(two, "2026-01-05", Work({"cause": "product"}), asked=("roof", "wall"))
    paid = charge(two, "2026-01-05", Work({"cause": "product"}), asked=("wall",))
    assert (mixed.may_ask_for_material, paid.may_ask_for_material) == (False, True)
