"""The floors of the law beside a plan, and without one."""

import pytest

from aftercare.coverage.rules import places, question
from aftercare.coverage.rules.question import Component, SeasonDates, Setting
from aftercare.coverage.tests.rules.making import (
    CAR,
    SIX_MONTHS,
    SOLD,
    TELEVISION,
    TRACTOR,
    ask,
    codes,
    day,
    law,
    paper,
    plan,
    reasons,
    term,
)


def test_without_an_agreement_only_the_law_decides() -> None:
    asked = {"floors": law(), "setting": TRACTOR, "papers": SOLD, "cause": "product"}
    found = ask(on="2025-02-06", **asked)
    assert (found.covered, codes(found)) == ("yes", ("warranty",) * 3)
    assert found.reasons[0].law == ("AG-24f",)
    assert "law-without-agreement" in reasons(found)


def test_without_an_agreement_and_without_a_rule_nothing_is_promised() -> None:
    found = ask(on="2025-02-06", papers=SOLD, cause="product")
    assert (found.covered, reasons(found)[0]) == ("no", "no-agreement")


def test_the_law_outlasts_a_shorter_plan_and_says_so() -> None:
    found = ask(
        on="2025-01-06",
        plan=SIX_MONTHS,
        floors=law("AG-24f"),
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
    )
    assert found.covered == "yes"
    told = next(reason for reason in found.reasons if reason.code == "law-beyond-plan")
    assert told.law == ("AG-24f",)


def test_the_plan_is_named_when_it_is_at_least_as_good_as_the_law() -> None:
    found = ask(
        on="2024-06-03",
        plan=plan(warranty=[term(length="2 years", starts="invoice.issued")]),
        floors=law("AG-24f"),
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
    )
    assert [reason.code for reason in found.reasons[:3]] == [
        "term-in-force",
        "law-in-force",
        "plan-at-least-law",
    ]


def test_the_plan_is_named_when_both_end_on_the_same_day() -> None:
    found = ask(
        on="2024-06-03",
        plan=plan(warranty=[term(length="9 months", starts="invoice.issued")]),
        floors=law("AG-24f"),
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
    )
    assert "plan-at-least-law" in reasons(found)
    assert found.line("parts").reason.code == "term-in-force"


def test_both_run_and_the_law_runs_longer() -> None:
    found = ask(
        on="2024-06-03",
        plan=SIX_MONTHS,
        floors=law("AG-24f"),
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
    )
    told = next(reason for reason in found.reasons if reason.code == "law-outlasts-plan")
    assert (told.params["ends_on"], told.params["other_ends_on"]) == ("2025-02-06", "2024-11-06")


def test_main_parts_have_the_longer_period_of_the_law() -> None:
    asked = {"floors": law(), "setting": TRACTOR, "papers": SOLD, "cause": "product"}
    main = question.Component("gearbox", frozenset({"main"}))
    other = question.Component("lamp", frozenset({"other"}))
    found = ask(on="2025-10-08", components=(main,), asked=("gearbox",), **asked)
    assert (found.covered, found.reasons[0].law) == ("yes", ("AG-24fm",))
    found = ask(on="2025-10-08", components=(other,), asked=("lamp",), **asked)
    assert found.covered == "undetermined"  # nothing verified says it is over


def test_a_part_whose_class_nobody_knows_is_not_refused() -> None:
    found = ask(
        on="2025-10-08",
        plan=SIX_MONTHS,
        floors=law("AG-24f", "AG-24fm"),
        setting=TRACTOR,
        papers=SOLD,
        cause="product",
    )
    assert (found.covered, found.needs) == ("undetermined", ("component class",))


def test_the_law_covers_faults_of_quality_and_not_misuse() -> None:
    asked = {"floors": law(), "setting": CAR, "papers": SOLD, "km": 20_000}
    assert ask(on="2025-05-06", cause="product", **asked).covered == "yes"
    assert ask(on="2025-05-06", cause="user", **asked).covered == "no"


def test_an_exclusion_of_the_plan_cannot_beat_the_law() -> None:
    no_batteries = plan(
        warranty=[term(length="3 years", starts="invoice.issued")],
        exclusions=[{"name": "battery", "cause": "product", "clauses": ["P09-25"]}],
    )
    asked = {"plan": no_batteries, "setting": CAR, "papers": SOLD, "cause": "product", "km": 1}
    assert ask(on="2025-05-06", **asked).covered == "no"
    found = ask(on="2025-05-06", floors=law("CAR-18"), **asked)
    assert (found.covered, codes(found)) == ("yes", ("warranty",) * 3)
    told = next(reason for reason in found.reasons if reason.code == "law-over-exclusion")
    assert (told.law, told.clauses) == (("CAR-18",), ("P09-25",))


def test_the_choice_of_another_maintenance_shop_is_no_ground_to_refuse() -> None:
    strict = plan(
        warranty=[term(length="3 years", starts="invoice.issued")],
        exclusions=[{"name": "other-shop", "cause": "unappointed-repair"}],
    )
    asked = {"plan": strict, "setting": CAR, "papers": SOLD, "cause": "unappointed-repair"}
    assert ask(on="2025-05-06", **asked).covered == "no"
    found = ask(on="2025-05-06", floors=law("CAR-32s"), **asked)
    assert found.covered == "yes"
    told = next(reason for reason in found.reasons if reason.code == "exclusion-barred")
    assert told.law == ("CAR-32s",)


@pytest.mark.parametrize(
    ("km", "covered"), [(60_000, "yes"), (60_001, "no"), (None, "undetermined")]
)
def test_whichever_comes_first_of_years_and_kilometres(km: int | None, covered: str) -> None:
    found = ask(
        on="2025-05-06", floors=law("CAR-18"), setting=CAR, papers=SOLD, cause="product", km=km
    )
    assert found.covered == covered


def test_delivery_counts_where_it_differs_from_the_invoice() -> None:
    papers = [*SOLD, paper("delivery.made", "2024-06-03")]
    found = ask(
        on="2027-06-03", floors=law("CAR-18"), setting=CAR, papers=papers, cause="product", km=1
    )
    assert (found.covered, found.reasons[0].params["because"]) == ("yes", "delivery.made")


def test_an_open_cause_within_six_months_is_for_the_business_to_disprove() -> None:
    shop = plan(
        warranty=[term(starts="delivery.made")],
        exclusions=[{"name": "misuse", "cause": "user"}],
    )
    delivered = [paper("delivery.made", "2024-05-06")]
    asked = {"plan": shop, "setting": TELEVISION, "papers": delivered, "floors": law("CPL-23.3")}
    within = ask(on="2024-11-06", **asked)
    assert (within.covered, within.reasons[0].code) == ("yes", "burden-of-proof")
    assert {branch.covered for branch in within.branches} == {"yes", "no"}
    assert ask(on="2024-11-07", **asked).covered == "undetermined"


def test_the_law_of_a_province_reaches_only_its_places() -> None:
    concealed = Component("pipes", frozenset({"building.concealed-lines"}))
    done = [paper("acceptance.signed", "2018-05-07")]
    for place, covered in (("浙江省/杭州市", "yes"), ("江苏省/南京市", "no")):
        setting = Setting(
            product_class="building",
            customer_class="consumer",
            jurisdictions=places.jurisdictions(place),
        )
        found = ask(
            on="2026-05-07",
            floors=law("ZJ-8y"),
            setting=setting,
            papers=done,
            components=(concealed,),
            asked=("pipes",),
            cause="installation",
        )
        assert found.covered == covered, place


def test_a_place_outside_the_provinces_has_the_country_only() -> None:
    assert places.jurisdictions("某地") == ("CN",)
    assert places.jurisdictions("浙江省/杭州市") == ("CN", "CN-ZJ")
    assert places.jurisdictions("香港特别行政区") == ("CN-HK",)


HEATING = Setting(product_class="building.heating")
ACCEPTED = [paper("acceptance.passed", "2023-12-04")]
WINTERS = tuple(
    SeasonDates(day(f"{year}-11-15"), day(f"{year + 1}-03-15")) for year in range(2023, 2027)
)


def test_two_heating_seasons_are_those_that_begin_after_acceptance() -> None:
    asked = {
        "floors": law("CON-40.3h"),
        "setting": HEATING,
        "papers": ACCEPTED,
        "cause": "installation",
        "seasons": {"heating": WINTERS},
    }
    # 15 March 2026, the end of the second full season, is a Sunday: until Monday.
    assert ask(on="2026-03-16", **asked).covered == "yes"
    assert ask(on="2026-03-17", **asked).covered == "no"


def test_seasons_without_dates_never_refuse() -> None:
    asked = {
        "floors": law("CON-40.3h"),
        "setting": HEATING,
        "papers": ACCEPTED,
        "cause": "installation",
    }
    assert ask(on="2024-06-03", **asked).covered == "yes"
    found = ask(on="2026-06-03", **asked)
    assert (found.covered, found.needs) == ("undetermined", ("season",))
