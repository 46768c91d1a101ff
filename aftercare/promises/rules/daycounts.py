"""Counting in days: which day is the last, and when it ends (Civil Code Art. 201-204).

The day something starts does not count. A month or a year ends on the corresponding day, or
on the last day of a month that has none. What happens when the last day is a day off is the
reading of the rule. A pause moves the end on by the time the clock stood still.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from aftercare.kit.durations import Duration, Unit
from aftercare.promises.rules import instants, pauses
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.pauses import Pause
from aftercare.promises.rules.timelines import OpenTime, Uninterrupted
from aftercare.promises.rules.workdays import DayEnd

WALL_CLOCK = Uninterrupted()
LONGEST_REST = 400  # days; a calendar that rests longer never works again


class Reading(StrEnum):
    """What counts as the statutory rest day past which a last day rolls (Civil Code Art. 203).

    WIDE: every day actually off: weekends, holidays, swapped days; a make-up day is worked.
    NARROW: the statutory holidays only (Labour Law Art. 44 tells them from rest days).
    PLAIN: nothing rolls (Art. 204 leaves that to the parties).
    """

    WIDE = "wide"
    NARROW = "narrow"
    PLAIN = "plain"


@dataclass(frozen=True)
class Standstill:
    """A pause as it acts on a count in days: from, to, and how much of it counts."""

    begins: int
    ends: int
    still: int
    pause: Pause


@dataclass(frozen=True)
class Reckoning:
    """How a last day was found, step by step.

    nominal: the last day by count alone; None when there is no such day.
    standstills: the pauses that touched it; the last one may still run.
    pushed: the last day after pauses.
    last: the last day after rolling; None while a pause runs or when no day is found.
    resumed: the day on which the clock went on again decided, and not the sum of the pauses.
    """

    start_on: date
    nominal: DayEnd | None
    standstills: tuple[Standstill, ...] = ()
    pushed: DayEnd | None = None
    last: DayEnd | None = None
    resumed: bool = False

    @property
    def stands(self) -> bool:
        """A pause is running."""
        return bool(self.standstills) and self.standstills[-1].ends == pauses.ONGOING


class Days(Protocol):
    """A kind of days to count in."""

    @property
    def line(self) -> OpenTime:
        """What a pause is measured on."""

    def ending_from(self, at: int) -> DayEnd | None:
        """The first of these days that ends at a moment or later."""

    def rolled(self, day: DayEnd) -> DayEnd | None:
        """The day itself, or the day to which it rolls."""


@dataclass(frozen=True)
class CalendarDays:
    """Days as they come; each ends at 24:00, pauses are measured by the wall clock."""

    calendar: Calendar
    reading: Reading
    line: OpenTime = WALL_CLOCK

    def ending_from(self, at: int) -> DayEnd:
        on = instants.local_date(at, self.calendar.zone)
        if instants.day_begins(on, self.calendar.zone) == at:
            on -= timedelta(days=1)
        return self.end_of(on)

    def end_of(self, on: date) -> DayEnd:
        return DayEnd(on, instants.day_ends(on, self.calendar.zone))

    def rolled(self, day: DayEnd) -> DayEnd | None:
        for step in range(LONGEST_REST):
            on = day.on + timedelta(days=step)
            if not self._rests(on):
                return self.end_of(on) if step else day
        return None

    def _rests(self, on: date) -> bool:
        if self.reading is Reading.WIDE:
            return self.calendar.rests_on(on)
        return self.reading is Reading.NARROW and self.calendar.statutory_on(on)


@dataclass(frozen=True)
class WorkingDays:
    """Days on which the calendar opens; each ends when it closes, pauses count open time."""

    calendar: Calendar

    @property
    def line(self) -> OpenTime:
        return self.calendar.work_line

    def ending_from(self, at: int) -> DayEnd | None:
        return self.calendar.workdays.ending_from(at)

    def rolled(self, day: DayEnd) -> DayEnd:
        return day


def reckon(
    start: datetime,
    within: Duration | date,
    calendar: Calendar,
    paused: Sequence[Pause],
    reading: Reading,
) -> Reckoning:
    """Find the last day of a length in days, weeks, months or years, or of a fixed date."""
    start_on = start.astimezone(calendar.zone).date()
    days: Days = CalendarDays(calendar, reading)
    if isinstance(within, Duration) and within.unit is Unit.WORKING_DAY:
        days = WorkingDays(calendar)
        nominal = calendar.workdays.after(start_on, within.amount)
    else:
        nominal = CalendarDays(calendar, reading).end_of(nominal_on(start_on, within))
    if nominal is None:
        return Reckoning(start_on, None)
    if not paused:
        return Reckoning(start_on, nominal, (), nominal, days.rolled(nominal))
    return _paused(start_on, nominal, days, paused, instants.day_ends(start_on, calendar.zone))


def nominal_on(start_on: date, within: Duration | date) -> date:
    """The last day by count alone, for every unit but working days."""
    if not isinstance(within, Duration):
        return within
    if within.unit in (Unit.MONTH, Unit.YEAR):
        return months_after(start_on, months(within))
    return start_on + timedelta(days=within.amount * (7 if within.unit is Unit.WEEK else 1))


def months(within: Duration) -> int:
    """The months of a length in months or years."""
    return within.amount * (12 if within.unit is Unit.YEAR else 1)


def months_after(on: date, count: int) -> date:
    """The corresponding day so many months on (or back), or the last of that month (Art. 202)."""
    years, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))


def unsettled(
    reckoning: Reckoning, within: Duration | date, calendar: Calendar, reading: Reading
) -> bool:
    """A day that was consulted may still be changed by a holiday notice.

    Counting working days consults each day, rolling those at the end, and plain days none.
    """
    last, pushed = reckoning.last, reckoning.pushed
    if last is None or pushed is None:
        return False
    if _in_working_days(within):
        return calendar.provisional(reckoning.start_on + timedelta(days=1), last.on)
    return reading is not Reading.PLAIN and calendar.provisional(pushed.on, last.on)


def _in_working_days(within: Duration | date) -> bool:
    return isinstance(within, Duration) and within.unit is Unit.WORKING_DAY


def _paused(
    start_on: date, nominal: DayEnd, days: Days, paused: Sequence[Pause], counting_from: int
) -> Reckoning:
    """Move the end on for every pause that began before it, then to the end of that day.

    The end never comes before the day on which the clock went on again, so that a pause may
    begin on the last day and run over its end without breaking anything.
    """
    target = days.line.before(nominal.at)
    met: list[Standstill] = []
    pushed: DayEnd | None = nominal
    last, resumed = days.rolled(nominal), False
    for begins, ends, pause in pauses.stretches(paused, counting_from):
        if last is None or begins >= last.at:
            break
        running = ends == pauses.ONGOING
        still = 0 if running else days.line.before(ends) - days.line.before(begins)
        met.append(Standstill(begins, ends, still, pause))
        if running:
            return Reckoning(start_on, nominal, tuple(met))
        target += still
        by_sum, by_resuming = _ending_at(days, target), days.ending_from(ends)
        pushed = _later(pushed, by_sum, by_resuming)
        resumed = pushed == by_resuming != by_sum
        last = None if pushed is None else days.rolled(pushed)
    return Reckoning(start_on, nominal, tuple(met), pushed, last, resumed)


def _ending_at(days: Days, amount: int) -> DayEnd | None:
    """The day in which so much of the line has passed."""
    at = days.line.reach(amount)
    return None if at is None else days.ending_from(at)


def _later(*ends: DayEnd | None) -> DayEnd | None:
    """The latest of the days; None when one of them never comes."""
    known = [end for end in ends if end is not None]
    return max(known, key=lambda end: end.at) if len(known) == len(ends) else None
