"""What stretches and restarts a term: standstill, replacement, a later beginning."""

from aftercare.coverage.rules.question import Setting
from aftercare.coverage.tests.rules.making import (
    ask,
    day,
    law,
    paper,
    plan,
    reasons,
    repair,
    term,
    wait,
)

TRACTOR = Setting(product_class="farm.tractor.small", customer_class="farmer")
TELEVISION = Setting(product_class="household.tv.colour", customer_class="consumer")
SOLD = [paper("invoice.issued", "2024-05-06")]


def test_time_in_repair_lengthens_the_term_where_a_rule_says_so() -> None:
    away = repair("R1", "2024-08-05", "2024-08-29", component="panel")
    asked = {
        "plan": plan(warranty=[term(starts="invoice.issued")]),
        "setting": TELEVISION,
        "papers": SOLD,
        "cause": "product",
        "repairs": (away,),
    }
    assert ask(on="2025-05-28", **asked).covered == "no"
    found = ask(on="2025-05-28", floors=law("SB95-8"), **asked)
    assert (found.covered, found.in_force[0].ends_on) == ("yes", day("2025-05-30"))
    told = next(reason for reason in found.reasons if reason.code == "lengthened")
    assert (told.params["days"], told.law) == (24, ("SB95-8",))


def test_waiting_for_parts_lengthens_once_though_it_lies_inside_the_repair() -> None:
    waited = wait("parts", "2024-08-06", "2024-08-20")
    away = repair("R1", "2024-08-05", "2024-08-29", waits=(waited,))
    found = ask(
        on="2025-05-28",
        plan=plan(warranty=[term(starts="invoice.issued")]),
        setting=TELEVISION,
        papers=SOLD,
        cause="product",
        repairs=(away,),
        floors=law("SB95-8", "ORD778-18"),
    )
    told = next(reason for reason in found.reasons if reason.code == "lengthened")
    assert (told.params["days"], told.law) == (24, ("ORD778-18", "SB95-8"))


def test_an_appraisal_suspends_the_term_of_a_tractor() -> None:
    waited = wait("appraisal", "2024-08-05", "2024-08-15")
    away = repair("R1", "2024-08-05", "2024-08-29", waits=(waited,))
    found = ask(
        on="2025-02-06",
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
        repairs=(away,),
        floors=law("AG-24f", "AG-34"),
    )
    assert found.in_force[0].ends_on == day("2025-02-17")  # ten days on, a Sunday rolls


def test_a_repair_after_the_end_does_not_revive_a_term() -> None:
    away = repair("R1", "2025-06-02", "2025-08-29")
    found = ask(
        on="2025-06-09",
        plan=plan(warranty=[term(starts="invoice.issued")]),
        setting=TELEVISION,
        papers=SOLD,
        cause="product",
        repairs=(away,),
        floors=law("SB95-8"),
    )
    assert found.covered == "no"


def test_a_replaced_part_inherits_the_rest_unless_a_rule_restarts_it() -> None:
    changed = repair("R1", "2024-12-02", "2024-12-04", component="tank", replaced="part")
    asked = {
        "plan": plan(warranty=[term(starts="invoice.issued")]),
        "setting": TELEVISION,
        "papers": SOLD,
        "cause": "product",
        "repairs": (changed,),
        "asked": ("tank",),
    }
    inherits = ask(on="2025-06-02", **asked)
    assert (inherits.covered, "inherited" in reasons(inherits)) == ("no", True)
    restarts = ask(on="2025-06-02", floors=law("SB95-14"), **asked)
    assert (restarts.covered, restarts.in_force[0].ends_on) == ("yes", day("2025-12-04"))
    told = next(reason for reason in restarts.reasons if reason.code == "restarted")
    assert told.law == ("SB95-14",)
    other = ask(on="2025-06-02", floors=law("SB95-14"), **(asked | {"asked": ("stand",)}))
    assert other.covered == "no"


def test_a_part_replaced_after_the_end_restarts_nothing() -> None:
    changed = repair("R1", "2025-12-01", "2025-12-03", component="tank", replaced="part")
    found = ask(
        on="2025-12-08",
        plan=plan(warranty=[term(starts="invoice.issued")]),
        setting=TELEVISION,
        papers=SOLD,
        cause="product",
        repairs=(changed,),
        asked=("tank",),
        floors=law("SB95-14"),
    )
    assert found.covered == "no"


def test_goods_the_seller_installs_count_from_the_end_of_installation() -> None:
    papers = [*SOLD, paper("installation.finished", "2024-07-08")]
    asked = {
        "plan": plan(warranty=[term(starts="invoice.issued")]),
        "setting": TELEVISION,
        "papers": papers,
        "cause": "product",
    }
    assert ask(on="2025-07-08", **asked).covered == "no"
    found = ask(on="2025-07-08", floors=law("ORD778-18"), **asked)
    assert (found.covered, "counted-later" in reasons(found)) == ("yes", True)
    assert ask(on="2024-05-06", floors=law("ORD778-18"), **asked).covered == "yes"
