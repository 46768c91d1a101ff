"""The warranty mistakes of existing products, each as a test that ours does not make it."""

from aftercare.coverage.rules import question
from aftercare.coverage.rules.question import Setting
from aftercare.coverage.tests.rules.making import (
    HEATER,
    ask,
    codes,
    day,
    law,
    paper,
    plan,
    reasons,
    repair,
    term,
    wait,
)

SIGNED = [paper("acceptance.signed", "2024-05-06")]
UPKEEP = term("upkeep", length="3 years", starts="agreement.signed", clauses=["P07-32"])
WARRANTY = term("warranty", length="2 years", clauses=["P07-05"])
PAPERS = [*SIGNED, paper("agreement.signed", "2024-04-01")]


def test_erpnext_warranty_does_not_silently_beat_the_maintenance_contract() -> None:
    for listed in ([WARRANTY, UPKEEP], [UPKEEP, WARRANTY]):
        found = ask(on="2025-05-06", plan=plan(warranty=listed), papers=PAPERS, cause="product")
        told = [reason for reason in found.reasons if reason.code == "term-in-force"]
        assert [reason.clauses for reason in told] == [("P07-32",), ("P07-05",)]
        assert found.line("parts").reason == told[0]  # the one that runs longer, said to be it
        assert {one.name for one in found.in_force} == {"warranty", "upkeep"}


def test_erpnext_warranty_status_is_not_a_stored_word_refreshed_once_a_day() -> None:
    asked = {"plan": plan(warranty=[WARRANTY]), "papers": PAPERS, "cause": "product"}
    assert [ask(on=on, **asked).covered for on in ("2026-05-06", "2026-05-07")] == ["yes", "no"]


def test_erpnext_warranty_dates_that_are_lost_do_not_read_as_no_warranty() -> None:
    found = ask(on="2025-05-06", plan=plan(warranty=[WARRANTY]), cause="product")
    assert (found.covered, found.needs) == ("undetermined", ("acceptance.signed",))


def test_erpnext_claims_have_lines_that_are_decided_one_by_one() -> None:
    found = ask(on="2025-05-06", plan=HEATER, papers=SIGNED, asked=("tank",), cause="product")
    assert [(line.line, line.component) for line in found.lines] == [
        ("parts", "tank"),
        ("labour", "tank"),
        ("travel", "tank"),
    ]


def test_odoo_under_warranty_does_not_zero_the_whole_order() -> None:
    parts_only = plan(
        warranty=[term(covers={"lines": ["parts"]})],
        fees={"charges": [{"name": "work", "labour": "list", "travel": "cost"}]},
    )
    found = ask(on="2024-06-03", plan=parts_only, papers=SIGNED, cause="product")
    assert codes(found) == ("warranty", "list-price", "recover-at-cost")


def test_odoo_end_date_is_revised_after_an_exchange() -> None:
    exchanged = repair("R1", "2025-01-06", "2025-01-08", component=None, replaced="unit")
    asked = {
        "plan": plan(warranty=[term()]),
        "papers": SIGNED,
        "cause": "product",
        "setting": Setting(product_class="household.tv.colour", customer_class="consumer"),
        "floors": law("SB95-14"),
    }
    assert ask(on="2025-06-03", **asked).in_force == ()
    found = ask(on="2025-06-03", repairs=(exchanged,), **asked)
    assert found.in_force[0].ends_on == day("2026-01-08")


def test_odoo_a_later_delivery_to_the_project_does_not_move_the_first_unit_s_start() -> None:
    first = [paper("delivery.made", "2024-05-06")]
    later = [paper("delivery.made", "2024-11-04")]
    machine = plan(warranty=[term(starts="delivery.made")])
    found = ask(on="2025-05-07", plan=machine, levels=(tuple(first), tuple(later)), cause="product")
    assert found.covered == "no"
    project = ask(on="2025-05-07", plan=machine, papers=[*first, *later], cause="product")
    assert project.covered == "no"


def test_oca_warranty_does_not_start_on_the_day_the_form_is_filled() -> None:
    late = [paper("delivery.made", "2024-05-06", recorded="2024-12-02")]
    machine = plan(warranty=[term(starts="delivery.made")])
    for on in ("2024-12-02", "2025-05-06"):
        found = ask(on=on, plan=machine, papers=late, cause="product")
        assert found.in_force[0].ends_on == day("2025-05-06")


def test_atlas_and_axelor_one_date_is_not_enough() -> None:
    found = ask(
        on="2026-01-05",
        plan=HEATER,
        papers=SIGNED,
        asked=("tank", "electrical"),
        cause="product",
    )
    assert codes(found, "tank") != codes(found, "electrical")


def test_openfieldservice_coverage_is_inferred_and_explained() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED, asked=("tank",), cause="product")
    told = found.reasons[0]
    assert (told.code, told.clauses) == ("term-in-force", ("P09-12",))
    assert told.text("zh") == (
        "main-unit：自2024年5月6日（双方签署验收）起，至2027年5月6日止，在保修期内。"
    )
    assert told.text("en") == (
        "main-unit: runs from 2024-05-06 (acceptance signed by both) to 2027-05-06."
    )


def test_carbon_a_check_that_cannot_be_made_advises_and_does_not_block() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED)
    assert found.covered == "undetermined"
    assert [line.payer for line in found.lines] == ["unknown"] * 3


def test_carbon_a_unit_at_the_supplier_is_not_forgotten() -> None:
    away = repair(
        "R1", "2024-08-05", "2024-10-08", waits=(wait("supplier", "2024-08-06", "2024-10-07"),)
    )
    asked = {
        "plan": plan(warranty=[term()]),
        "papers": SIGNED,
        "cause": "product",
        "setting": Setting(product_class="household.tv.colour", customer_class="consumer"),
        "repairs": (away,),
    }
    assert ask(on="2025-07-01", **asked).covered == "no"
    assert ask(on="2025-07-01", floors=law("SB95-8"), **asked).covered == "yes"


def test_no_peer_shortens_or_voids_by_a_dated_act() -> None:
    void = question.Change("void", day("2024-09-02"), "擅自改装")
    found = ask(
        on="2024-09-02",
        plan=plan(warranty=[term()]),
        papers=SIGNED,
        cause="product",
        changes=(void,),
    )
    told = next(reason for reason in found.reasons if reason.code == "voided")
    assert told.params == {"on": "2024-09-02", "why": "擅自改装"}


def test_voiding_the_plan_s_warranty_leaves_the_law_standing() -> None:
    void = question.Change("void", day("2024-09-02"), "擅自改装")
    found = ask(
        on="2025-01-06",
        plan=plan(warranty=[term(starts="invoice.issued")]),
        papers=[paper("invoice.issued", "2024-05-06")],
        cause="product",
        changes=(void,),
        floors=law("CAR-18"),
        km=1,
        setting=Setting(product_class="car.household", customer_class="consumer"),
    )
    assert (found.covered, "law-beyond-plan" in reasons(found)) == ("yes", True)
