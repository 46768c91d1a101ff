"""Counting in days: where they end, what rolls, and what pauses do to them."""

from datetime import UTC, date, datetime

import pytest

from aftercare.promises.rules import counting
from aftercare.promises.rules.counting import Due, Reading
from aftercare.promises.tests.rules.given import (
    ALWAYS,
    OFFICE,
    PLAIN_WEEK,
    WORKDAYS,
    built,
    local,
    paused,
    span,
)


def last_day(start: str, within: str, reading: Reading = Reading.PLAIN) -> date | None:
    return counting.due(local(f"{start} 10:00"), span(within), WORKDAYS, reading=reading).last_on


def test_the_start_day_does_not_count_however_early_it_begins() -> None:
    for clock in ("00:00", "23:59:59"):
        found = counting.due(local(f"2026-11-20 {clock}"), span("1 day"), ALWAYS)
        assert found == Due(local("2026-11-22 00:00"), False, date(2026, 11, 21))


def test_the_zone_of_the_calendar_says_which_day_it_is() -> None:
    late = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # already the 21st in Shanghai
    york = built(zone="America/New_York")
    assert counting.due(late, span("1 day"), ALWAYS).last_on == date(2026, 11, 22)
    assert counting.due(late, span("1 day"), york).last_on == date(2026, 11, 21)


def test_a_day_ends_at_midnight_even_when_it_has_23_hours() -> None:
    york = built(zone="America/New_York")
    found = counting.due(local("2026-03-07 12:00", york.zone), span("1 day"), york)
    assert found.at == local("2026-03-09 00:00", york.zone)


def test_weeks_are_seven_days() -> None:
    assert last_day("2026-11-20", "2 weeks") == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2026-01-31", "2 months", "2026-03-31"),
        ("2027-12-31", "2 months", "2028-02-29"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2026-05-31", "18 months", "2027-11-30"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(
    start: str, within: str, expected: str
) -> None:
    assert last_day(start, within) == date.fromisoformat(expected)


def test_plain_days_do_not_roll() -> None:
    assert last_day("2026-09-24", "7 days", Reading.PLAIN) == date(2026, 10, 1)


def test_without_holidays_the_wide_reading_rolls_past_days_without_hours() -> None:
    friday = local("2026-11-20 10:00")
    wide = counting.due(friday, span("1 day"), PLAIN_WEEK, reading=Reading.WIDE)
    assert wide.last_on == date(2026, 11, 23)
    assert counting.due(friday, span("1 day"), PLAIN_WEEK, reading=Reading.NARROW).last_on == date(
        2026, 11, 21
    )
    assert counting.due(friday, span("1 day"), ALWAYS, reading=Reading.WIDE).last_on == date(
        2026, 11, 21
    )


def test_a_calendar_that_rests_for_ever_never_lets_a_last_day_end() -> None:
    closed = built(open={})
    assert counting.due(
        local("2026-11-20 10:00"), span("1 day"), closed, reading=Reading.WIDE
    ) == Due(None)


def test_a_day_closed_by_the_company_does_not_roll_a_last_day_fixed_by_law() -> None:
    closed = built(open={"mon-fri": ["09:00-18:00"]}, holidays="CN", exceptions={"2026-11-23": []})
    found = counting.due(local("2026-11-20 10:00"), span("3 days"), closed, reading=Reading.WIDE)
    assert found.last_on == date(2026, 11, 23)


def test_a_working_day_ends_when_the_calendar_closes() -> None:
    found = counting.due(local("2026-11-20 10:00"), span("1 working day"), OFFICE)
    assert found == Due(local("2026-11-23 17:00"), False, date(2026, 11, 23))
    night = built(open={"mon-fri": ["22:00-06:00"]})
    assert counting.due(local("2026-11-20 10:00"), span("1 working day"), night).at == local(
        "2026-11-24 06:00"
    )


def test_a_working_day_never_ends_before_the_one_before_it() -> None:
    """Monday's hours outlast the one hour of Tuesday."""
    odd = built(open={"mon": ["08:00-07:00"], "tue": ["05:00-06:00"]})
    tuesday = counting.due(local("2026-11-23 10:00"), span("1 working day"), odd)
    assert tuesday == Due(local("2026-11-24 07:00"), False, date(2026, 11, 24))


def test_a_working_day_of_a_calendar_without_hours_ends_at_midnight() -> None:
    found = counting.due(local("2026-09-24 10:00"), span("1 working day"), WORKDAYS)
    assert found == Due(local("2026-09-29 00:00"), False, date(2026, 9, 28))


def test_exceptions_make_and_unmake_working_days_also_round_the_clock() -> None:
    special = built(
        open="24x7", holidays="CN", exceptions={"2026-09-28": [], "2026-09-26": ["09:00-12:00"]}
    )
    found = counting.due(local("2026-09-24 10:00"), span("2 working days"), special)
    assert found.last_on == date(2026, 9, 29)
    assert counting.due(local("2026-09-24 10:00"), span("1 working day"), special).at == local(
        "2026-09-26 12:00"
    )


def test_every_day_works_when_nothing_says_otherwise() -> None:
    assert counting.due(local("2026-09-30 10:00"), span("3 working days"), ALWAYS).last_on == date(
        2026, 10, 3
    )


def test_a_fixed_last_day_ends_at_midnight_and_rolls_like_others() -> None:
    start = local("2026-09-01 10:00")
    assert counting.due(start, date(2026, 10, 1), WORKDAYS).at == local("2026-10-02 00:00")
    wide = counting.due(start, date(2026, 10, 1), WORKDAYS, reading=Reading.WIDE)
    assert wide.last_on == date(2026, 10, 8)


# Days and pauses


@pytest.mark.parametrize(
    ("within", "pauses", "expected"),
    [
        ("3 days", [], "2026-11-24 00:00"),
        # Half an hour of standing still makes the last day the next one.
        ("3 days", ["2026-11-21 10:00 > 2026-11-21 10:30"], "2026-11-25 00:00"),
        # Two pauses of half an hour make one more day, not two.
        (
            "3 days",
            ["2026-11-21 10:00 > 2026-11-21 10:30", "2026-11-22 10:00 > 2026-11-22 10:30"],
            "2026-11-25 00:00",
        ),
        # Pauses in the stretch it was pushed on count as well.
        (
            "3 days",
            ["2026-11-21 10:00 > 2026-11-21 20:00", "2026-11-24 08:00 > 2026-11-24 23:00"],
            "2026-11-26 00:00",
        ),
        # On the start day nothing is counted, so nothing stands still.
        ("3 days", ["2026-11-20 11:00 > 2026-11-20 23:00"], "2026-11-24 00:00"),
        ("3 days", ["2026-11-20 11:00 > 2026-11-21 01:00"], "2026-11-25 00:00"),
        # A pause that begins on the last day and runs over its end.
        ("3 days", ["2026-11-23 23:00 > 2026-11-25 12:00"], "2026-11-26 00:00"),
        # After the end it is too late.
        ("3 days", ["2026-11-24 00:00 > 2026-11-30 00:00"], "2026-11-24 00:00"),
        ("1 month", ["2026-12-01 00:00 > 2026-12-03 00:00"], "2026-12-23 00:00"),
    ],
)
def test_pauses_push_a_last_day_on(within: str, pauses: list[str], expected: str) -> None:
    found = counting.due(
        local("2026-11-20 10:00"), span(within), ALWAYS, [paused(text) for text in pauses]
    )
    assert found.at == local(expected)


def test_the_last_day_is_never_before_the_clock_went_on_again() -> None:
    """Pushed to Saturday and rolled to Monday; a pause from Monday 23:00 to Tuesday 23:30."""
    pauses = [
        paused("2026-11-18 10:00 > 2026-11-18 10:01"),
        paused("2026-11-23 23:00 > 2026-11-24 23:30"),
    ]
    found = counting.due(
        local("2026-11-17 10:00"), span("3 days"), WORKDAYS, pauses, reading=Reading.WIDE
    )
    assert found.last_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        (["2026-11-23 18:00 > 2026-11-24 08:00"], "2026-11-24 17:00"),  # at night
        (["2026-11-21 00:00 > 2026-11-22 23:00"], "2026-11-24 17:00"),  # at the weekend
        (["2026-11-23 16:00 > 2026-11-24 09:00"], "2026-11-25 17:00"),
        (["2026-11-24 16:59:59 > 2026-11-24 20:00"], "2026-11-25 17:00"),
        (["2026-11-24 17:00 > 2026-11-24 20:00"], "2026-11-24 17:00"),
    ],
)
def test_pauses_of_working_days_are_measured_in_open_time(pauses: list[str], expected: str) -> None:
    found = counting.due(
        local("2026-11-20 10:00"), span("2 working days"), OFFICE, [paused(text) for text in pauses]
    )
    assert found.at == local(expected)


def test_a_pause_over_a_holiday_does_not_lengthen_working_days_round_the_clock() -> None:
    pause = [paused("2026-10-01 00:00 > 2026-10-08 00:00")]
    found = counting.due(local("2026-09-30 10:00"), span("1 working day"), WORKDAYS, pause)
    assert found.last_on == date(2026, 10, 8)
