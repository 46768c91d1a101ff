"""How far a rule of law is trusted: unverified ones favour the customer and refuse nobody."""

from aftercare.coverage.rules.question import Setting
from aftercare.coverage.tests.rules.making import (
    CAR,
    SIX_MONTHS,
    SOLD,
    TRACTOR,
    ask,
    floor,
    law,
    paper,
    plan,
    reasons,
    repair,
    term,
)


def test_an_unverified_rule_in_the_customer_s_favour_says_that_it_is_unverified() -> None:
    found = ask(
        on="2025-02-06", floors=law("AG-24f"), setting=TRACTOR, papers=SOLD, cause="product"
    )
    told = next(reason for reason in found.reasons if reason.code == "unverified")
    assert told.law == ("AG-24f",)


def test_an_unverified_period_that_ran_out_is_no_ground_for_refusing() -> None:
    asked = {"floors": law("AG-24f"), "setting": TRACTOR, "papers": SOLD, "cause": "product"}
    without = ask(on="2025-06-03", **asked)
    assert (without.covered, reasons(without)[-1]) == ("undetermined", "confirm-first")
    beside = ask(on="2025-06-03", plan=SIX_MONTHS, **asked)
    assert (beside.covered, beside.confirm) == ("no", ("AG-24f",))
    grounds = [reason for reason in beside.reasons if reason.code != "confirm-first"]
    assert [reason.law for reason in grounds] == [()] * len(grounds)


def test_a_verified_period_that_ran_out_may_be_named() -> None:
    found = ask(
        on="2027-06-03", floors=law("CAR-18"), setting=CAR, papers=SOLD, cause="product", km=1
    )
    assert (found.covered, found.confirm) == ("no", ())
    assert ("CAR-18",) in [reason.law for reason in found.reasons]


def test_a_plan_that_names_a_set_of_rules_observes_them_for_every_customer() -> None:
    asked = {
        "floors": law("SB95-8"),
        "setting": Setting(product_class="household.tv.colour", customer_class="business"),
        "papers": SOLD,
        "cause": "product",
        "repairs": (repair("R1", "2024-08-05", "2024-08-29"),),
    }
    silent = plan(warranty=[term(starts="invoice.issued")])
    naming = plan(warranty=[term(starts="invoice.issued")], floors=["CN-three-guarantees"])
    assert ask(on="2025-05-28", plan=silent, **asked).covered == "no"
    assert ask(on="2025-05-28", plan=naming, **asked).covered == "yes"


def test_a_rule_that_only_fills_a_gap_gives_way_to_a_plan() -> None:
    gap = floor(mandatory="default")
    delivered = [paper("delivery.made", "2024-05-06")]
    silent = plan(warranty=[term(length="1 month", starts="delivery.made")])
    asked = {"floors": (gap,), "papers": delivered, "cause": "product"}
    assert ask(on="2024-09-02", **asked).covered == "yes"
    assert ask(on="2024-09-02", plan=silent, **asked).covered == "no"


def test_the_repaired_spot_is_covered_for_thirty_days_in_zhejiang() -> None:
    setting = Setting(customer_class="consumer", jurisdictions=("CN", "CN-ZJ"))
    mended = repair("R1", "2025-03-03", "2025-03-05", component="pump")
    asked = {
        "floors": law("ZJ-30d"),
        "setting": setting,
        "papers": SOLD,
        "cause": "product",
        "repairs": (mended,),
    }
    assert ask(on="2025-04-07", asked=("pump",), **asked).covered == "yes"  # 4–6 April rest
    assert ask(on="2025-04-08", asked=("pump",), **asked).covered == "no"
    assert ask(on="2025-04-01", asked=("lid",), **asked).covered == "no"


def test_lost_papers_take_no_right_away() -> None:
    lost = Setting(
        product_class="car.household",
        customer_class="consumer",
        circumstances=frozenset({"papers-lost"}),
    )
    found = ask(on="2025-05-06", floors=law(), setting=lost, papers=SOLD, cause="product", km=1)
    told = next(reason for reason in found.reasons if reason.code == "papers-lost")
    assert (found.covered, told.law) == ("yes", ("CAR-19",))
