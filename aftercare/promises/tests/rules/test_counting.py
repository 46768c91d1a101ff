"""Due moments: the vectors of the law, and each rule of counting by example."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from aftercare.promises.rules import counting
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Due, Reading
from aftercare.promises.tests.rules.given import (
    ALWAYS,
    OFFICE,
    PLAIN_WEEK,
    SHANGHAI,
    WORKDAYS,
    built,
    local,
    paused,
    span,
)


def last_day(start: str, within: str, reading: Reading = Reading.PLAIN) -> date | None:
    return counting.due(local(f"{start} 10:00"), span(within), WORKDAYS, reading=reading).last_on


# Civil Code Art. 201-203 with the published days off of 2026


@pytest.mark.parametrize(
    ("start", "within", "wide", "narrow"),
    [
        ("2026-09-24", "7 days", "2026-10-08", "2026-10-04"),
        ("2026-02-10", "7 days", "2026-02-24", "2026-02-20"),
        ("2026-09-20", "15 days", "2026-10-08", "2026-10-05"),
        ("2026-08-31", "6 months", "2027-03-01", "2027-02-28"),
        ("2025-02-28", "1 year", "2026-02-28", "2026-02-28"),  # a Saturday that is worked
        ("2024-02-29", "1 year", "2025-02-28", "2025-02-28"),
    ],
)
def test_last_days_of_the_civil_code(start: str, within: str, wide: str, narrow: str) -> None:
    assert last_day(start, within, Reading.WIDE) == date.fromisoformat(wide)
    assert last_day(start, within, Reading.NARROW) == date.fromisoformat(narrow)


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        ("2026-01-20", "30 working days", "2026-03-09"),  # farm machinery, repair time
        ("2026-09-10", "30 working days", "2026-10-28"),
        ("2026-09-24", "10 working days", "2026-10-15"),  # cars, answer to a claim
        ("2026-09-24", "20 working days", "2026-10-29"),  # cars, completion
        ("2026-02-12", "7 working days", "2026-02-28"),  # a Saturday that is worked
    ],
)
def test_working_days_of_the_rules_on_repairs(start: str, within: str, expected: str) -> None:
    assert last_day(start, within) == date.fromisoformat(expected)
    assert last_day(start, within, Reading.WIDE) == date.fromisoformat(expected)


@pytest.mark.parametrize(("hours", "days"), [(49, 3), (48, 2), (24, 1), (1, 1), (0, 0)])
def test_a_repair_time_is_counted_in_days_begun(hours: int, days: int) -> None:
    assert counting.days_begun(timedelta(hours=hours)) == days


# Seconds, minutes, hours


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        ("2026-11-20 10:00", "30 min", "2026-11-20 10:30"),
        ("2026-11-20 11:50", "30 min", "2026-11-20 13:20"),  # over lunch
        ("2026-11-20 16:40", "4 h", "2026-11-23 13:10"),  # over the weekend
        ("2026-11-20 16:00", "1 h", "2026-11-20 17:00"),  # to the minute of closing
        ("2026-11-20 17:00", "1 s", "2026-11-23 08:30:01"),  # begins at closing
        ("2026-11-21 03:00", "1 h", "2026-11-23 09:30"),  # begins on a Saturday
        ("2026-09-18 16:00", "2 h", "2026-09-20 09:30"),  # a Sunday that is worked
        ("2026-09-30 16:00", "2 h", "2026-10-08 09:30"),  # National Day
        ("2026-11-20 10:00:00.000007", "1 s", "2026-11-20 10:00:01.000007"),
    ],
)
def test_hours_run_in_open_time(start: str, within: str, expected: str) -> None:
    assert counting.due(local(start), span(within), OFFICE).at == local(expected)


def test_hours_of_a_calendar_that_never_closes_are_hours() -> None:
    assert counting.due(local("2026-10-01 23:30"), span("48 h"), ALWAYS).at == local(
        "2026-10-03 23:30"
    )


def test_a_moment_is_the_same_in_every_zone() -> None:
    utc = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)
    assert counting.due(utc, span("4 h"), OFFICE) == counting.due(
        utc.astimezone(ZoneInfo("America/New_York")), span("4 h"), OFFICE
    )


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(TypeError):
        counting.due(datetime(2026, 11, 20), span("4 h"), OFFICE)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        (["2026-11-20 16:50 > 2026-11-23 09:00"], "2026-11-23 13:50"),
        (["2026-11-20 18:00 > 2026-11-22 12:00"], "2026-11-23 13:10"),  # outside hours
        (["2026-11-20 12:00 > 2026-11-20 13:00"], "2026-11-23 13:10"),  # at lunch, and before
        (["2026-11-20 09:00 > 2026-11-20 16:50"], "2026-11-23 13:20"),  # begun before the start
        (["2026-11-23 13:10 > 2026-11-23 15:00"], "2026-11-23 13:10"),  # begins when it is due
        (["2026-11-23 13:10 >"], "2026-11-23 13:10"),
        (
            ["2026-11-23 09:00 > 2026-11-23 10:00", "2026-11-23 09:30 > 2026-11-23 10:30"],
            "2026-11-23 14:40",  # an overlap, counted once
        ),
    ],
)
def test_a_clock_stands_still_while_paused(pauses: list[str], expected: str) -> None:
    moved = counting.due(
        local("2026-11-20 16:40"), span("4 h"), OFFICE, [paused(text) for text in pauses]
    )
    assert moved.at == local(expected)


@pytest.mark.parametrize("within", ["4 h", "2 days", "2 working days", "1 month"])
def test_there_is_no_due_moment_while_a_pause_runs(within: str) -> None:
    found = counting.due(
        local("2026-11-20 16:40"), span(within), OFFICE, [paused("2026-11-21 09:00 >")]
    )
    assert found == Due(None)


def test_a_calendar_that_never_opens_again_has_no_due_moment() -> None:
    fair = built(open={}, exceptions={"2026-11-20": ["09:00-12:00"], "2026-11-21": ["09:00-12:00"]})
    assert counting.due(local("2026-11-20 09:00"), span("6 h"), fair).at == local(
        "2026-11-21 12:00"
    )
    assert counting.due(local("2026-11-20 09:00"), span("361 min"), fair) == Due(None)
    assert counting.due(local("2026-11-19 09:00"), span("2 working days"), fair).last_on == date(
        2026, 11, 21
    )
    assert counting.due(local("2026-11-19 09:00"), span("3 working days"), fair) == Due(None)
    assert counting.due(local("2026-11-22 09:00"), span("1 s"), fair) == Due(None)


def test_a_calendar_may_open_on_make_up_days_only() -> None:
    swapped = built(open={}, holidays="CN", makeup=["09:00-12:00"])
    assert counting.due(local("2026-09-01 09:00"), span("4 h"), swapped).at == local(
        "2026-10-10 10:00"
    )
    assert counting.due(local("2026-09-01 09:00"), span("400 h"), swapped) == Due(None)


def test_seventy_years_and_one_second_are_exact() -> None:
    assert counting.due(local("2026-11-20 10:00"), span("1 s"), ALWAYS).at == local(
        "2026-11-20 10:00:01"
    )
    assert counting.due(local("2026-11-20 10:00"), span("70 years"), ALWAYS).last_on == date(
        2096, 11, 20
    )
    hours = counting.due(local("2026-11-20 10:00"), span("613200 h"), ALWAYS).at
    assert hours == local("2026-11-20 10:00") + timedelta(hours=613_200)


def test_a_few_hours_a_week_still_reach_their_end_decades_later() -> None:
    monthly = built(open={"mon": ["09:00-10:00"]})
    found = counting.due(local("2026-11-23 09:00"), span("5000 h"), monthly).at
    assert found == local("2026-11-23 10:00") + timedelta(weeks=4999)


# Provisional


@pytest.mark.parametrize(
    ("start", "within", "calendar", "reading", "expected"),
    [
        ("2026-12-01 10:00", "4 h", OFFICE, Reading.PLAIN, False),
        ("2026-12-28 10:00", "4 h", OFFICE, Reading.PLAIN, False),
        ("2026-12-28 16:00", "2 h", OFFICE, Reading.PLAIN, True),  # ends on 29 December
        ("2027-03-01 10:00", "1 h", OFFICE, Reading.PLAIN, True),
        ("2027-03-01 10:00", "1 h", WORKDAYS, Reading.PLAIN, False),  # round the clock
        ("2027-03-01 10:00", "1 h", PLAIN_WEEK, Reading.PLAIN, False),
        ("2026-08-31 10:00", "6 months", WORKDAYS, Reading.PLAIN, False),
        ("2026-08-31 10:00", "6 months", WORKDAYS, Reading.WIDE, True),
        ("2026-08-31 10:00", "6 months", WORKDAYS, Reading.NARROW, True),
        ("2024-02-28 10:00", "1 year", WORKDAYS, Reading.WIDE, False),
        ("2026-12-20 10:00", "10 working days", WORKDAYS, Reading.PLAIN, True),
        ("1999-03-01 10:00", "1 h", OFFICE, Reading.PLAIN, True),
    ],
)
def test_a_day_of_an_unpublished_year_makes_it_provisional(
    start: str, within: str, calendar: Calendar, reading: Reading, expected: bool
) -> None:
    found = counting.due(local(start), span(within), calendar, reading=reading)
    assert found.provisional is expected


# Amounts


def test_consumed_and_reached_are_each_other_s_inverse() -> None:
    start, pauses = local("2026-11-20 16:40"), [paused("2026-11-23 09:00 > 2026-11-23 10:00")]
    at = counting.reached(start, timedelta(hours=2), OFFICE, pauses)
    assert at == local("2026-11-23 11:10")
    assert counting.consumed(start, at, OFFICE, pauses) == timedelta(hours=2)
    assert (
        counting.reached(start, timedelta(hours=2), OFFICE, [paused("2026-11-20 16:50 >")]) is None
    )


def test_the_zone_of_a_pause_does_not_matter() -> None:
    pause = paused("2026-11-20 16:50 > 2026-11-23 09:00")
    assert pause.ends_at is not None
    moved = counting.Pause(
        pause.begins_at.astimezone(UTC), pause.ends_at.astimezone(UTC), "customer"
    )
    start = local("2026-11-20 16:40")
    assert counting.due(start, span("4 h"), OFFICE, [moved]) == counting.due(
        start.astimezone(SHANGHAI), span("4 h"), OFFICE, [pause]
    )
