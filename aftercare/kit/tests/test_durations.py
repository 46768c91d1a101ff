"""Lengths of time as people write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.kit.durations import CLOCK_UNITS, SPELLINGS, Duration, Unit, parse_duration

# As many as fit into the longest length there may be, so that every text can be read.
MOST = {
    Unit.SECOND: 10**9, Unit.MINUTE: 10**7, Unit.HOUR: 10**5, Unit.DAY: 25_000,
    Unit.WORKING_DAY: 17_000, Unit.WEEK: 3_600, Unit.MONTH: 840, Unit.YEAR: 70,
}  # fmt: skip
durations = st.sampled_from(Unit).flatmap(
    lambda unit: st.builds(Duration, st.integers(1, MOST[unit]), st.just(unit))
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 min", Duration(30, Unit.MINUTE)),
        ("90s", Duration(90, Unit.SECOND)),
        ("4 hours", Duration(4, Unit.HOUR)),
        ("3 working days", Duration(3, Unit.WORKING_DAY)),
        (" 1 week ", Duration(1, Unit.WEEK)),
        ("2 years", Duration(2, Unit.YEAR)),
    ],
)
def test_a_length_is_read_as_it_is_written(text: str, expected: Duration) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "h",
        "4",
        "4 fortnights",
        "1.5 h",
        "-2 h",
        "0 h",
        "3 workingdays",
        "71 years",
        "4 h 30 min",
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["70 years", "840 months", "1 s", "613200 h"])
def test_a_length_goes_from_one_second_to_seventy_years(text: str) -> None:
    assert str(parse_duration(text)) == text


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (1, Unit.MONTH, "1 month"), (2, Unit.MONTH, "2 months"), (1, Unit.HOUR, "1 h"),
        (30, Unit.MINUTE, "30 min"), (1, Unit.WORKING_DAY, "1 working day"),
        (3, Unit.WORKING_DAY, "3 working days"),
    ],
)  # fmt: skip
def test_a_length_is_written_as_people_do(amount: int, unit: Unit, text: str) -> None:
    assert str(Duration(amount, unit)) == text


@given(durations)
def test_what_is_written_is_read_again(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@given(durations)
def test_only_seconds_minutes_and_hours_have_a_clock_time(duration: Duration) -> None:
    assert duration.runs_on_the_clock is (duration.unit in CLOCK_UNITS)
    if duration.runs_on_the_clock:
        assert duration.clock_time == duration.amount * CLOCK_UNITS[duration.unit]
    else:
        with pytest.raises(KeyError):
            _ = duration.clock_time


def test_a_clock_time_is_exact() -> None:
    assert parse_duration("613200 h").clock_time == timedelta(hours=613_200)


def test_every_unit_has_a_spelling_in_the_singular() -> None:
    assert {SPELLINGS[unit] for unit in Unit} == set(Unit)
