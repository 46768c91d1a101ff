"""The small parts: lengths compared, hours, late actions, warnings, conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.kit.durations import Duration, Unit, parse_duration
from aftercare.plans.language import opening, phrases, tables
from aftercare.plans.language.lengths import bounds, longer
from aftercare.plans.language.opening import Hours
from aftercare.plans.language.phrases import Action, Warning
from aftercare.plans.tests.language.samples import plan

DURATIONS = st.builds(Duration, st.integers(1, 99), st.sampled_from(list(Unit)))


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("2 h", "90 min", True),
        ("90 min", "2 h", False),
        ("24 h", "1 day", False),
        ("25 h", "1 day", True),
        ("1 month", "30 days", None),
        ("1 month", "27 days", True),
        ("12 months", "1 year", False),
        ("13 months", "1 year", True),
        ("3 working days", "3 days", None),
        ("3 working days", "2 days", True),
        ("3 days", "3 days", False),
    ],
)
def test_which_length_is_longer(one: str, other: str, answer: bool | None) -> None:
    assert longer(parse_duration(one), parse_duration(other)) is answer


@given(DURATIONS, DURATIONS)
def test_nothing_is_longer_than_what_is_longer_than_it(one: Duration, other: Duration) -> None:
    assert not (longer(one, other) and longer(other, one))
    assert bounds(one)[0] <= bounds(one)[1]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:30-17:00", Hours(510, 1020)),
        ("00:00-24:00", Hours(0, 1440)),
        ("22:00-06:00", Hours(1320, 1800)),
        ("12:00-00:00", Hours(720, 1440)),
    ],
)
def test_hours(text: str, hours: Hours) -> None:
    assert opening.hours(text) == hours


@pytest.mark.parametrize(
    "text", ["8:30-17:00", "24:00-01:00", "10:61-11:00", "10:00", "25:00-26:00"]
)
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        opening.hours(text)


def test_weekdays() -> None:
    assert list(opening.weekdays("tue-thu")) == [1, 2, 3]
    assert list(opening.weekdays("sun")) == [6]
    for wrong in ("", "monday", "fri-mon", "mon-", "mon,tue"):
        with pytest.raises(ValueError, match=r".+"):
            opening.weekdays(wrong)


def test_late_actions() -> None:
    assert phrases.action("report to leaders") == Action("report to leaders")
    assert phrases.action("escalate to general-manager") == Action("escalate to", "general-manager")
    assert phrases.action("notify") is None
    assert phrases.action("notify nobody") == Action("notify", "nobody")


def test_warnings() -> None:
    assert phrases.warning("80%") == Warning(percent=80)
    assert phrases.warning("1 day before") == Warning(before=Duration(1, Unit.DAY))
    assert phrases.warning("soon before") is None


def test_what_a_condition_lets_through() -> None:
    assert tables.allowed(["a", "b"], ["a", "b", "c"]) == {"a", "b"}
    assert tables.allowed(["not a"], ["a", "b", "c"]) == {"b", "c"}
    assert tables.allowed(["a", "not a"], ["a", "b"]) == frozenset()
    assert tables.allowed([], ["a", "b"]) == {"a", "b"}


def test_the_fact_a_table_goes_by() -> None:
    made = plan(
        "zones: {city: {title: {zh: 市, en: City}}}\n"
        "severities: {1: {title: {zh: 一, en: One}, means: {zh: 一, en: One}}}\n"
    )
    assert tables.dimension(made, ["city", "rest"]) == "zone"
    assert tables.dimension(made, ["1", "rest"]) == "severity"
    assert tables.dimension(made, ["general", "complex"]) == "difficulty"
    assert tables.dimension(made, ["city", "1"]) is None
    assert tables.dimension(made, ["rest"]) is None
