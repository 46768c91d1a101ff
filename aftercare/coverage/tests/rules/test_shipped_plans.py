"""The verdicts the shipped plans lead to, and the contradictions of their sources (§6)."""

from typing import Any

import pytest

from aftercare.coverage.rules import charges
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.ladder import ladder
from aftercare.coverage.tests.rules.making import ask, codes, day, paper, reasons, repair, shipped
from aftercare.plans.language.document import Words

SIGNED = [paper("acceptance.signed", "2024-05-06")]
HEATERS = {"service": "heaters"}
EQUIPMENT = {"service": "equipment"}


@pytest.mark.parametrize(
    ("component", "on", "covered"),
    [
        ("tank", "2027-05-06", "yes"),
        ("collector", "2027-05-06", "yes"),
        ("electrical", "2025-05-06", "yes"),
        ("electrical", "2025-05-07", "no"),
        ("tank", "2027-05-07", "no"),
    ],
)
def test_p09_tank_three_years_and_electrics_one(component: str, on: str, covered: str) -> None:
    found = ask(
        on=on,
        plan=shipped("p09"),
        papers=SIGNED,
        asked=(component,),
        cause="product",
        facts=HEATERS,
    )
    assert found.covered == covered


def test_p09_a_main_part_past_its_own_term_is_told_with_its_clause() -> None:
    found = ask(
        on="2027-06-01",
        plan=shipped("p09"),
        papers=SIGNED,
        asked=("tank",),
        cause="product",
        facts=HEATERS,
    )
    told = next(reason for reason in found.reasons if reason.code == "past-its-own-term")
    assert told.clauses == ("P09-25",)


def test_p09_the_fee_after_the_term_belongs_to_each_half_of_the_plan() -> None:
    asked = {"plan": shipped("p09"), "papers": SIGNED, "asked": ("tank",), "cause": "product"}
    heater = ask(on="2030-06-03", facts=HEATERS, **asked)
    equipment = ask(on="2030-06-03", facts=EQUIPMENT, **asked)
    assert codes(heater)[:2] == ("recover-at-cost", "list-price")
    assert codes(equipment) == ("recover-at-cost", "contract", "contract")


def test_p09_three_failed_repairs_of_the_same_fault_give_a_new_unit() -> None:
    past = tuple(
        repair(f"R{n}", f"2024-0{n}-03", f"2024-0{n}-04", component="pump") for n in (6, 7, 8)
    )
    remedies = shipped("p09").remedies
    facts = {"service": "equipment", "component": "pump", "fault": "leak", "cause": "product"}
    asked: dict[str, Any] = {"facts": facts, "in_warranty": True}
    two = ladder(History(repairs=past[:2], **asked), remedies, (), day("2024-09-02"))
    three = ladder(History(repairs=past, **asked), remedies, (), day("2024-09-02"))
    assert (two.choices, three.choices) == (frozenset(), frozenset({"new-unit"}))
    assert [(rung.name, rung.missing) for rung in two.ahead] == [("three-failed-repairs", 1)]


def test_p07_operator_error_is_served_and_violating_the_procedure_gets_advice() -> None:
    asked = {"plan": shipped("p07"), "papers": SIGNED, "facts": {"service": "hospital-software"}}
    slip = ask(on="2024-09-02", cause="wrong-operation", **asked)
    violation = ask(on="2024-09-02", cause="procedure-violation", **asked)
    assert (slip.covered, "data-recovery" in slip.remedies) == ("yes", True)
    assert (violation.covered, violation.reasons[0].clauses) == ("advice", ("P07-36",))


def test_p07_the_labour_rate_is_a_cap_although_the_text_was_spun_to_a_floor() -> None:
    for name, facts in (("p07", {"service": "doors"}), ("p10", {}), ("p12", {})):
        found = ask(
            on="2026-06-01", plan=shipped(name), papers=SIGNED, cause="product", facts=facts
        )
        paid = charges.charge_lines(found, shipped(name).fees, charges.Work(facts))
        labour = next(line for line in paid.lines if line.line == "labour")
        assert (labour.price, labour.bound) == ("10 CNY/h", "cap"), name


def test_p01_acceptance_counts_before_completion() -> None:
    papers = [*SIGNED, paper("project.completed", "2024-01-08")]
    found = ask(on="2026-05-06", plan=shipped("p01"), papers=papers, cause="product")
    assert (found.covered, found.in_force[0].ends_on) == ("yes", day("2026-05-06"))


def test_p01_the_abnormal_life_is_free_only_with_the_appraisal() -> None:
    asked = {"plan": shipped("p01"), "cause": "abnormal-life"}
    without = ask(on="2026-06-01", papers=SIGNED, **asked)
    proven = ask(
        on="2026-06-01", papers=[*SIGNED, paper("appraisal.issued", "2026-05-28")], **asked
    )
    assert (without.covered, without.needs) == ("undetermined", ("appraisal.issued",))
    assert (proven.covered, codes(proven)) == ("yes", ("contract",) * 3)


def test_p06_and_p13_the_slip_is_lost() -> None:
    done = [paper("project.completed", "2024-01-08")]
    for name, facts in (("p06", {"service": "decoration"}), ("p13", {})):
        asked = {"plan": shipped(name), "cause": "installation", "facts": facts}
        lost = ask(on="2024-06-03", papers=done, **asked)
        both = ask(
            on="2024-06-03", papers=[*done, paper("acceptance.signed", "2024-02-05")], **asked
        )
        assert ("papers-missing" in reasons(lost), "other-date" in reasons(lost)) == (True, False)
        assert ("papers-missing" in reasons(both), "other-date" in reasons(both)) == (False, True)


def test_p06_the_customer_is_asked_for_material_only_in_a_repair_at_cost() -> None:
    for name, facts in (("p06", {"service": "decoration"}), ("p13", {})):
        asked = {"plan": shipped(name), "papers": SIGNED, "cause": "installation", "facts": facts}
        for on, may_ask in (("2024-06-03", False), ("2040-06-04", True)):
            found = ask(on=on, **asked)
            paid = charges.charge_lines(found, shipped(name).fees, charges.Work(facts))
            assert paid.may_ask_for_material == may_ask, (name, on)


def test_p06_a_dealer_s_missing_papers_never_reach_the_user() -> None:
    found = ask(
        on="2024-06-03",
        plan=shipped("p06"),
        papers=[paper("invoice.issued", "2024-05-06")],
        cause="product",
        facts={"service": "machinery"},
        asked=("main-parts",),
    )
    work = charges.Work({"service": "machinery"}, dealer_fault="receipt-card")
    paid = charges.charge_lines(found, shipped("p06").fees, work)
    assert found.covered == "yes"
    assert [(line.price, line.payer, line.bearer) for line in paid.lines] == [
        ("free", "company", "dealer")
    ] * 3


def test_p14_hardware_is_guaranteed_by_its_own_terms_and_software_free() -> None:
    papers = [*SIGNED, paper("delivery.made", "2024-05-06")]
    asked = {"plan": shipped("p14"), "papers": papers, "cause": "product"}
    software = ask(on="2024-06-03", asked=("software",), **asked)
    hardware = ask(on="2024-06-03", asked=("hardware",), **asked)
    assert (software.covered, codes(software)) == ("yes", ("warranty",) * 3)
    assert (hardware.covered, codes(hardware)) == ("yes", ("list-price",) * 3)


def test_p02_damage_by_a_third_person_is_that_person_s_bill() -> None:
    papers = [paper("acceptance.passed", "2024-05-06")]
    found = ask(on="2024-06-03", plan=shipped("p02"), papers=papers, cause="third-person")
    assert (found.covered, found.line("parts").payer) == ("no", "third person")


def test_p08_a_defect_is_covered_after_the_days_of_return_unless_man_made() -> None:
    asked = {"plan": shipped("p08"), "papers": SIGNED, "facts": {"needs": "visit"}}
    assert ask(on="2024-09-02", cause="product", **asked).covered == "yes"
    assert ask(on="2024-09-02", cause="user", **asked).covered == "no"


def test_p01_the_loan_and_the_new_unit_are_two_triggers() -> None:
    fix = {"fix": Words(zh="四小时内处理完毕", en="Solved within four hours")}
    late = History(late=frozenset({"fix"}), in_warranty=True, titles=fix)
    loan = ladder(late, shipped("p01").remedies, (), day("2024-09-02"))
    assert loan.choices == frozenset({"loan-unit"})
    told = [reason.text("zh") for offer in loan.offers for reason in offer.reasons]
    assert "承诺“四小时内处理完毕”未按时履行。" in told
    none = ladder(History(in_warranty=True), shipped("p01").remedies, (), day("2024-09-02"))
    assert none.choices == frozenset()
