"""When a promise is due: a pure function of start, length, calendar and pauses.

Seconds, minutes and hours run in the calendar's open time, to the microsecond. Days, working
days, weeks, months and years are counted in days (`daycounts`). The rules with worked
examples are in `docs/rules/clocks.md`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from aftercare.kit.durations import Duration, Unit
from aftercare.promises.rules import daycounts, instants, steps
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.daycounts import Reading
from aftercare.promises.rules.pauses import Pause, in_order
from aftercare.promises.rules.steps import Line
from aftercare.promises.rules.timelines import OpenTime

__all__ = [
    "Due", "Line", "Pause", "Reading", "consumed", "days_begun", "due", "explain", "reached",
]  # fmt: skip

# Looking a member up in its enumeration costs more than the whole comparison.
_SECOND, _MINUTE, _HOUR = Unit.SECOND, Unit.MINUTE, Unit.HOUR


class Due(NamedTuple):
    """The moment until which a promise can be kept: it is kept when met at or before `at`.

    at: None while a pause runs that began before the due moment (the clock stands still), and
        when the calendar never opens long enough. A count in days ends at 24:00, which is the
        first instant of the next day.
    provisional: a day that was consulted lies in a year whose holidays are not published.
    last_on: the last day of a count in days; None for seconds, minutes and hours.
    lines: how it was counted; only `explain` fills them.
    """

    at: datetime | None
    provisional: bool = False
    last_on: date | None = None
    lines: tuple[Line, ...] = ()


def due(
    start: datetime,
    within: Duration | date,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    reading: Reading = Reading.PLAIN,
) -> Due:
    """When a promise that starts at a moment is due.

    within: the length promised, or a fixed last day.
    pauses: in any order; overlaps count once, what lies before the start does not count.
    reading: which days off a last day rolls past; working days and hours never roll.
    Raises ValueError outside the years 1902 to 2299.
    """
    if isinstance(within, Duration):
        unit = within.unit
        if unit is _HOUR:
            return _due_by_the_clock(start, within.amount * instants.HOUR, calendar, pauses)
        if unit is _MINUTE:
            return _due_by_the_clock(start, within.amount * instants.MINUTE, calendar, pauses)
        if unit is _SECOND:
            return _due_by_the_clock(start, within.amount * instants.SECOND, calendar, pauses)
    reckoning = daycounts.reckon(start, within, calendar, pauses, reading)
    return _due_in_days(reckoning, within, calendar, reading)


def explain(
    start: datetime,
    within: Duration | date,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    reading: Reading = Reading.PLAIN,
) -> Due:
    """The same as `due`, with the lines by which a person can check it with a pencil."""
    if isinstance(within, Duration) and within.runs_on_the_clock:
        found = due(start, within, calendar, pauses)
        lines = steps.of_the_clock(start, found.at, calendar, pauses)
    else:
        reckoning = daycounts.reckon(start, within, calendar, pauses, reading)
        found = _due_in_days(reckoning, within, calendar, reading)
        lines = steps.of_days(reckoning, within, calendar, reading)
    if found.provisional and found.at is not None:
        lines = [*lines, steps.provisional(start, found.at, calendar)]
    return Due(found.at, found.provisional, found.last_on, tuple(lines))


def reached(
    start: datetime, amount: timedelta, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """When so much open time has been worked since a start; None as for `Due.at`."""
    return _due_by_the_clock(start, amount // timedelta(microseconds=1), calendar, pauses).at


def consumed(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Open time worked between two moments, without the pauses."""
    return calendar.open_time(start, end, pauses)


def days_begun(length: timedelta) -> int:
    """A repair time in days: every full 24 h is one and the rest is one (Order 43, Art. 40)."""
    return -(-length // timedelta(days=1))


def _due_by_the_clock(
    start: datetime, budget: int, calendar: Calendar, paused: Sequence[Pause]
) -> Due:
    line = calendar.line
    begin = instants.micros(start)
    target: int | None = line.before(begin) + budget
    if paused and target is not None:
        target = _pushed(target, line, paused, begin)
    at = None if target is None else line.reach(target)
    if at is None:
        return Due(None)
    return Due(instants.moment(at), _unsettled(calendar, begin, at))


def _pushed(target: int, line: OpenTime, paused: Sequence[Pause], begin: int) -> int | None:
    """The target moved on by the open time of each pause that begins before it is reached.

    The same walk as `pauses.stretches`, measured on the line as it goes.
    """
    before = line.before
    reached = begin
    for pause in in_order(paused):
        begins = instants.micros(pause.begins_at)
        begins = begins if begins > reached else reached
        low = before(begins)
        if low >= target:
            break
        if pause.ends_at is None:
            return None
        ends = instants.micros(pause.ends_at)
        if ends > begins:
            target += before(ends) - low
            reached = ends
    return target


def _unsettled(calendar: Calendar, begin: int, end: int) -> bool:
    settled = calendar.settled_hours
    if settled is None:
        return False
    for low, high in settled:
        if low <= begin and end <= high:
            break
    else:
        return True
    return False


def _due_in_days(
    reckoning: daycounts.Reckoning, within: Duration | date, calendar: Calendar, reading: Reading
) -> Due:
    if reckoning.last is None:
        return Due(None)
    provisional = daycounts.unsettled(reckoning, within, calendar, reading)
    return Due(instants.moment(reckoning.last.at), provisional, reckoning.last.on)
