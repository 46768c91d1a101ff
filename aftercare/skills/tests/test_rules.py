"""Skills by product and cause, and days of certificates."""

from datetime import date

import pytest

from aftercare.skills.rules import (
    How,
    Paper,
    Scope,
    Standing,
    Told,
    expires_within,
    holds,
    is_for,
    standing,
    to_tell,
)

FROM, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("scope", "product_class", "model", "cause", "asked"),
    [
        (Scope(), "hvac", "CH-300", "product", False),
        (Scope(everything=True), "", "", "", True),
        (Scope(classes=["farm"]), "farm.combine", "", "", True),
        (Scope(classes=["farm"]), "farmhouse", "", "", False),
        (Scope(classes=["hvac"]), "", "", "", False),
        (Scope(models=["CH-300"]), "pump", "CH-300", "", True),
        (Scope(models=["CH-300"], classes=["pump"]), "pump", "P-55", "", True),
        (Scope(causes=["installation"]), "", "", "installation", True),
        (Scope(causes=["installation"]), "", "", "", False),
        (Scope(classes=["hvac"], causes=["installation"]), "hvac", "", "product", False),
        (Scope(classes=["hvac"], causes=["installation"]), "hvac", "", "installation", True),
        (Scope(models=[""], causes=[""]), "hvac", "CH-300", "product", False),
    ],
)
def test_a_case_asks_for_skills_by_product_and_cause(
    scope: Scope, product_class: str, model: str, cause: str, asked: bool
) -> None:
    assert is_for(scope, product_class=product_class, model=model, cause=cause) is asked


def test_the_first_and_the_last_valid_day_count() -> None:
    paper = Paper(FROM, UNTIL)
    days = {date(2025, 12, 31): False, FROM: True, UNTIL: True, date(2026, 7, 1): False}
    assert {day: holds(paper, day) for day in days} == days
    assert holds(Paper(FROM), date(2199, 1, 1))


def test_a_withdrawn_certificate_held_until_the_day_before() -> None:
    paper = Paper(FROM, UNTIL, withdrawn_on=date(2026, 3, 1))
    assert holds(paper, date(2026, 2, 28))
    assert not holds(paper, date(2026, 3, 1))
    assert standing([paper], date(2026, 3, 1)) == Standing(How.WITHDRAWN, date(2026, 3, 1))
    late = Paper(FROM, UNTIL, withdrawn_on=date(2026, 9, 1))
    assert standing([late], date(2026, 9, 2)) == Standing(How.EXPIRED, UNTIL)


def test_the_best_certificate_tells_how_somebody_stands() -> None:
    old, new = Paper(date(2020, 1, 1), date(2025, 12, 31)), Paper(FROM, UNTIL)
    on = date(2026, 2, 1)
    assert standing([], on) == Standing(How.NONE)
    assert standing([old], on) == Standing(How.EXPIRED, date(2025, 12, 31))
    assert standing([old, new], on) == Standing(How.VALID, UNTIL)
    assert standing([new, Paper(FROM)], on) == Standing(How.VALID)
    assert standing([old, Paper(date(2026, 3, 1))], on) == Standing(How.LATER, date(2026, 3, 1))
    gone = Paper(date(2026, 3, 1), withdrawn_on=date(2026, 1, 15))
    assert standing([gone], on) == Standing(How.WITHDRAWN, date(2026, 1, 15))


def test_expiring_counts_days_to_the_last_valid_one() -> None:
    paper = Paper(FROM, UNTIL)
    assert not expires_within(paper, date(2026, 5, 30), 30)
    assert expires_within(paper, date(2026, 5, 31), 30)
    assert expires_within(paper, UNTIL, 30)
    assert not expires_within(paper, date(2026, 7, 1), 30)
    assert not expires_within(Paper(FROM), UNTIL, 30)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 5, 30), None), (date(2026, 5, 31), Told.SOON), (date(2026, 6, 22), Told.SOON),
        (date(2026, 6, 23), Told.SOONER), (UNTIL, Told.SOONER),
        (date(2026, 7, 1), Told.EXPIRED), (date(2026, 9, 28), Told.EXPIRED),
        (date(2026, 9, 29), None),
    ],
)  # fmt: skip
def test_what_is_told_on_a_day(on: date, told: Told | None) -> None:
    assert to_tell(UNTIL, on) == told
