"""Due moments against a clerk who walks minute by minute, and day by day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aftercare.kit.durations import CLOCK_UNITS, Duration, Unit
from aftercare.promises.rules import counting
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Pause, Reading
from aftercare.promises.tests.rules.cases import (
    BEGINS,
    CALENDARS,
    SOME,
    calendars,
    day_lengths,
    due_at,
    moments,
    readings,
)
from aftercare.promises.tests.rules.given import ALWAYS


def is_open(calendar: Calendar, at: datetime) -> bool:
    """By looking at the wall clock; hours of today, or of yesterday past midnight."""
    shown = at.astimezone(calendar.zone)
    minute = shown.hour * 60 + shown.minute
    today = calendar.hours_on(shown.date())
    yesterday = calendar.hours_on(shown.date() - timedelta(days=1))
    return any(begins <= minute < ends for begins, ends in today) or any(
        minute + 1440 < ends for begins, ends in yesterday
    )


def walked(start: datetime, minutes: int, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    at = start
    while minutes:
        stands = any(p.begins_at <= at and p.ends_at is not None and at < p.ends_at for p in pauses)
        if not stands and is_open(calendar, at):
            minutes -= 1
        at += timedelta(minutes=1)
    return at


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 400 * 1440),
    st.integers(1, 240),
    st.sampled_from([c for c in CALENDARS if c.zone.key in ("Asia/Shanghai", "Asia/Kathmandu")]),
    st.lists(st.tuples(st.integers(-500, 5_000), st.integers(0, 3_000)), max_size=4),
)
def test_open_time_agrees_with_walking_minute_by_minute(
    begins: int, minutes: int, calendar: Calendar, stretches: list[tuple[int, int]]
) -> None:
    assume(calendar is not CALENDARS[5] or minutes < 5)  # one minute a week
    start = BEGINS + timedelta(minutes=begins)
    pauses = [
        Pause(start + timedelta(minutes=low), start + timedelta(minutes=low + lasts))
        for low, lasts in stretches
    ]
    within = Duration(minutes, Unit.MINUTE)
    assert due_at(start, within, calendar, pauses) == walked(start, minutes, calendar, pauses)


@SOME
@given(moments, st.integers(1, 60), calendars)
def test_working_days_agree_with_walking_day_by_day(
    start: datetime, count: int, calendar: Calendar
) -> None:
    on, left = start.astimezone(calendar.zone).date(), count
    while left:
        on += timedelta(days=1)
        left -= bool(calendar.work_on(on))
    assert counting.due(start, Duration(count, Unit.WORKING_DAY), calendar).last_on == on


@SOME
@given(moments, day_lengths, calendars, readings)
def test_a_last_day_is_never_one_it_should_have_rolled_past(
    start: datetime, within: Duration, calendar: Calendar, reading: Reading
) -> None:
    assume(within.unit is not Unit.WORKING_DAY)
    plain = counting.due(start, within, calendar).last_on
    last = counting.due(start, within, calendar, reading=reading).last_on
    assert plain is not None
    assert last is not None

    def rests(on: date) -> bool:
        return {
            Reading.PLAIN: False,
            Reading.NARROW: calendar.statutory_on(on),
            Reading.WIDE: calendar.rests_on(on),
        }[reading]

    assert not rests(last)
    between = [plain + timedelta(days=step) for step in range((last - plain).days)]
    assert all(rests(on) for on in between)


def test_every_clock_unit_is_counted_as_its_length() -> None:
    start = datetime(2026, 11, 20, 3, tzinfo=UTC)
    for unit, length in CLOCK_UNITS.items():
        assert due_at(start, Duration(7, unit), ALWAYS) == start + 7 * length
