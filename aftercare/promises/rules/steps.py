"""How a due moment was counted, line by line, so that a person can check it with a pencil.

The lines hold figures and codes; `arithmetic` puts them into words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from aftercare.kit.durations import Duration, Unit
from aftercare.promises.rules import instants, pauses
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.daycounts import Reading, Reckoning, Standstill
from aftercare.promises.rules.pauses import Pause

TOLD_ONE_BY_ONE = 24  # lines; more are summed up, but for so many at each end:
KEPT_AT_EACH_END = 4
MONTHS_TOLD = 12  # a longer middle is told by years
OPEN_NOTES = ("make-up", "exception")


class Kind(StrEnum):
    """What a line tells."""

    OPEN = "open"  # open time counted
    CLOSED = "closed"  # days not counted, as nothing is open; note: why
    START_DAY = "start day"  # the day that does not count
    DAYS = "days"  # calendar days counted
    WORKING_DAYS = "working days"  # working days counted
    MONTHS = "months"  # to the corresponding day; note "month end" when there is none
    YEARS = "years"  # the same
    FIXED = "fixed"  # the last day is a date of the plan
    PAUSED = "paused"  # the clock stood still; note: the reason
    PUSHED = "pushed"  # the end moved on by the pauses; note "resumed": to the day of resuming
    ROLLED = "rolled"  # days off at the end, past which the last day rolls; note: why off
    ENDS = "ends"  # the due moment; note: the reading
    STANDS = "stands"  # a pause still runs; note: the reason
    NEVER = "never"  # the calendar does not open long enough
    PROVISIONAL = "provisional"  # holidays not yet published; note: the first such year


@dataclass(frozen=True)
class Line:
    """One step of the sum.

    begin, end: the stretch it tells about; 24:00 is the first instant of the next day.
    counted: what it adds: microseconds of open time, or a number of days, months or years;
        of a pause the microseconds that were not counted.
    total: the sum so far, in the same unit.
    days: how many open days it begins; the afternoon after a lunch break begins none.
    closed: how many closed days it passes over.
    note: a code: a holiday, "weekend", "closed", "make-up", "exception", a reason, a reading.
    """

    kind: Kind
    begin: datetime
    end: datetime
    counted: int = 0
    total: int = 0
    days: int = 0
    closed: int = 0
    note: str = ""


def of_the_clock(
    start: datetime, due_at: datetime | None, calendar: Calendar, paused: Sequence[Pause]
) -> list[Line]:
    """The lines of a length in seconds, minutes or hours; due_at as `due` found it."""
    begin = instants.micros(start)
    end = pauses.ONGOING if due_at is None else instants.micros(due_at)
    lines: list[Line] = []
    for pause_begins, pause_ends, pause in pauses.stretches(paused, begin):
        if pause_begins >= end:
            break
        lines += _counted(begin, pause_begins, calendar, _total(lines))
        lines.append(_standstill(_still(pause_begins, pause_ends, pause, calendar), _total(lines)))
        begin = pause_ends
    if due_at is not None:
        return [*lines, *_counted(begin, end, calendar, _total(lines)), _ends(end)]
    return lines if begin == pauses.ONGOING else [*lines, Line(Kind.NEVER, start, start)]


def of_days(
    reckoning: Reckoning, within: Duration | date, calendar: Calendar, reading: Reading
) -> list[Line]:
    """The lines of a length in days, weeks, months or years, or of a fixed date."""
    begins = instants.day_begins(reckoning.start_on, calendar.zone)
    lines = [_line(Kind.START_DAY, begins, instants.day_ends(reckoning.start_on, calendar.zone))]
    if reckoning.nominal is not None:
        lines += _to_nominal(reckoning.start_on, reckoning.nominal.on, within, calendar)
        lines += [_standstill(still, 0) for still in reckoning.standstills]
    if reckoning.stands:
        return lines
    if reckoning.nominal is None or reckoning.pushed is None or reckoning.last is None:
        return [*lines, _line(Kind.NEVER, begins, begins)]
    if reckoning.pushed.on != reckoning.nominal.on:
        stood = sum(still.still for still in reckoning.standstills)
        note = "resumed" if reckoning.resumed else ""
        lines.append(
            _line(Kind.PUSHED, reckoning.nominal.at, reckoning.pushed.at, stood, note=note)
        )
    lines += _rolled(reckoning.pushed.on, reckoning.last.on, calendar)
    return [*lines, _ends(reckoning.last.at, "" if reading is Reading.PLAIN else reading)]


def provisional(start: datetime, due_at: datetime, calendar: Calendar) -> Line:
    """The line that says which year's holidays are not yet published."""
    published = calendar.published_years or frozenset()
    year = start.astimezone(calendar.zone).year
    while year in published:
        year += 1
    return Line(Kind.PROVISIONAL, start, due_at, note=str(year))


# Open time


def _counted(begin: int, end: int, calendar: Calendar, total: int) -> list[Line]:
    """The open stretches between two moments and the closed days among them."""
    told = [_opening(low, high, calendar) for low, high in calendar.line.between(begin, end)]
    told += _closed_days(begin, end, calendar)
    told.sort(key=attrgetter("begin"))
    days = [_one_day(day) for _, day in groupby(told, key=partial(_day_of, zone=calendar.zone))]
    runs: list[Line] = []
    for _, alike in groupby(days, key=_alike):
        run = list(alike)
        runs += run[0] if len(run) == 1 else [_sum(line for day in run for line in day)]
    return _summed_up(runs, total, calendar.zone)


def _opening(begin: int, end: int, calendar: Calendar) -> Line:
    """An opening; one that runs on for days counts each date it touches."""
    first = instants.local_date(begin, calendar.zone)
    last = instants.local_date(end - 1, calendar.zone)
    days = (last - first).days + 1 if end - begin > instants.DAY else 1
    note = _open_note(first, calendar) if days == 1 else ""
    return _line(Kind.OPEN, begin, end, end - begin, days=days, note=note)


def _closed_days(begin: int, end: int, calendar: Calendar) -> Iterator[Line]:
    """The days without hours that end within a stretch."""
    if end <= begin:
        return
    first, last = (instants.local_date(at, calendar.zone) for at in (begin, end - 1))
    for on in _dates(first, last):
        if not calendar.hours_on(on) and instants.day_ends(on, calendar.zone) <= end:
            yield _closed(on, calendar)


def _one_day(lines: Iterable[Line]) -> list[Line]:
    """The openings of one day, which the first of them stands for."""
    first, *others = lines
    return [first, *(replace(line, days=0) for line in others)]


def _alike(day: list[Line]) -> tuple[object, ...]:
    """Days that are alike are told in one line."""
    return day[0].kind, day[0].note, len(day), sum(line.counted for line in day)


def _day_of(line: Line, zone: ZoneInfo) -> date:
    return line.begin.astimezone(zone).date()


# Days


def _to_nominal(
    start_on: date, last_on: date, within: Duration | date, calendar: Calendar
) -> list[Line]:
    """From the day after the start to the last day by count."""
    zone = calendar.zone
    if not isinstance(within, Duration):
        begin = instants.day_begins(within, zone)
        return [_line(Kind.FIXED, begin, instants.day_ends(within, zone))]
    if within.unit is Unit.WORKING_DAY:
        days = [_working_day(on, calendar) for on in _dates(start_on, last_on)][1:]
        runs = [_sum(run) for _, run in groupby(days, key=attrgetter("kind", "note"))]
        return _summed_up(runs, 0, zone)
    begin, end = instants.day_ends(start_on, zone), instants.day_ends(last_on, zone)
    if within.unit in (Unit.MONTH, Unit.YEAR):
        kind = Kind.MONTHS if within.unit is Unit.MONTH else Kind.YEARS
        note = "" if last_on.day == start_on.day else "month end"
        return [_line(kind, begin, end, within.amount, note=note)]
    return [_line(Kind.DAYS, begin, end, (last_on - start_on).days)]


def _working_day(on: date, calendar: Calendar) -> Line:
    if not calendar.work_on(on):
        return _closed(on, calendar)
    begin, end = instants.day_begins(on, calendar.zone), instants.day_ends(on, calendar.zone)
    return _line(Kind.WORKING_DAYS, begin, end, 1, days=1, note=_open_note(on, calendar))


def _rolled(pushed_on: date, last_on: date, calendar: Calendar) -> list[Line]:
    """The days off from the last day by count up to the day to which it rolled."""
    off = [_closed(on, calendar) for on in _dates(pushed_on, last_on - timedelta(days=1))]
    runs = [_sum(run) for _, run in groupby(off, key=attrgetter("note"))]
    return [replace(run, kind=Kind.ROLLED) for run in runs]


# Lines


def _line(
    kind: Kind, begin: int, end: int, counted: int = 0, *, days: int = 0, note: str = ""
) -> Line:
    return Line(kind, instants.moment(begin), instants.moment(end), counted, days=days, note=note)


def _closed(on: date, calendar: Calendar) -> Line:
    begin, end = instants.day_begins(on, calendar.zone), instants.day_ends(on, calendar.zone)
    return replace(_line(Kind.CLOSED, begin, end, note=calendar.remark(on)), closed=1)


def _still(begins: int, ends: int, pause: Pause, calendar: Calendar) -> Standstill:
    if ends == pauses.ONGOING:
        return Standstill(begins, ends, 0, pause)
    return Standstill(
        begins, ends, calendar.line.before(ends) - calendar.line.before(begins), pause
    )


def _standstill(still: Standstill, total: int) -> Line:
    if still.ends == pauses.ONGOING:
        line = _line(Kind.STANDS, still.begins, still.begins, note=still.pause.reason)
    else:
        line = _line(Kind.PAUSED, still.begins, still.ends, still.still, note=still.pause.reason)
    return replace(line, total=total)


def _ends(at: int, note: str = "") -> Line:
    return _line(Kind.ENDS, at, at, note=note)


def _open_note(on: date, calendar: Calendar) -> str:
    """Why a day is open though its weekday would not say so."""
    note = calendar.remark(on)
    return note if note in OPEN_NOTES else ""


def _dates(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _total(lines: Sequence[Line]) -> int:
    return lines[-1].total if lines else 0


def _sum(lines: Iterable[Line]) -> Line:
    """Several lines in one, of the kind of those that count something."""
    told = list(lines)
    counting = [line for line in told if line.kind is not Kind.CLOSED] or told
    notes = {line.note for line in told}
    return replace(
        counting[0],
        begin=told[0].begin,
        end=told[-1].end,
        counted=sum(line.counted for line in told),
        days=sum(line.days for line in told),
        closed=sum(line.closed for line in told),
        note=notes.pop() if len(notes) == 1 else "",
    )


def _summed_up(runs: list[Line], total: int, zone: ZoneInfo) -> list[Line]:
    """The runs with their running total; a long middle summed up by month or by year."""
    told = runs
    if len(runs) > TOLD_ONE_BY_ONE:
        head, tail = runs[:KEPT_AT_EACH_END], runs[-KEPT_AT_EACH_END:]
        told = [*head, *_by_period(runs[KEPT_AT_EACH_END:-KEPT_AT_EACH_END], zone), *tail]
    lines = []
    for line in told:
        total += line.counted
        lines.append(replace(line, total=total))
    return lines


def _by_period(runs: list[Line], zone: ZoneInfo) -> list[Line]:
    """One line for each month, or each year when there are many months."""

    def month(line: Line) -> tuple[int, int]:
        on = _day_of(line, zone)
        return on.year, on.month

    by_month = [list(group) for _, group in groupby(runs, key=month)]
    if len(by_month) <= MONTHS_TOLD:
        return [_sum(group) for group in by_month]
    return [_sum(group) for _, group in groupby(runs, key=lambda line: month(line)[0])]
