"""Opening hours: a zone, hours by weekday, dated exceptions, days off and make-up days.

A calendar is a value: it never changes, equals another of the same content, and can be kept
as JSON beside the promise that was counted by it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aftercare.plans.language import document
from aftercare.promises.rules import instants, timelines
from aftercare.promises.rules.holidays import Holidays
from aftercare.promises.rules.pauses import Pause, stretches
from aftercare.promises.rules.timelines import Opening, OpenTime, Timeline, Uninterrupted
from aftercare.promises.rules.workdays import Workdays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(NamedTuple):
    """A stretch of opening hours, in minutes after midnight of the day on which it begins.

    ends: 1440 is 24:00; more runs into the next day.
    """

    begins: int
    ends: int

    def __str__(self) -> str:
        ends = self.ends if self.ends <= instants.MINUTES_A_DAY else self.ends - 1440
        return f"{_clock(self.begins)}-{_clock(ends)}"


Day = tuple[Hours, ...]
WHOLE_DAY: Day = (Hours(0, instants.MINUTES_A_DAY),)


@dataclass(frozen=True, eq=False)
class Calendar:
    """When work is done.

    week: the hours of Monday to Sunday; hours belong to the day on which they begin.
    exceptions: dates with other hours than their weekday; empty closes, anything else opens.
    holidays: days off and make-up days; None when the calendar has none.
    makeup: the hours of a make-up day; None for those of a Monday.
    always: open 24x7; holidays then decide which days are working days, not the hours.
    """

    name: str
    zone: ZoneInfo
    week: tuple[Day, ...]
    exceptions: Mapping[date, Day]
    holidays: Holidays | None = field(default=None, repr=False)
    makeup: Day | None = None
    always: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    # days

    def hours_on(self, on: date) -> Day:
        """The hours that begin on a day."""
        if on in self.exceptions:
            return self.exceptions[on]
        if self.holidays is not None and not self.always:
            if on in self.holidays.make_up:
                return self.week[0] if self.makeup is None else self.makeup
            if on in self.holidays.off:
                return ()
        return self.week[on.weekday()]

    def work_on(self, on: date) -> Day:
        """The hours of a working day: its opening hours, and of 24x7 the whole working day."""
        if self.always and on not in self.exceptions and self.holidays is not None:
            return () if self.holidays.rests(on) else WHOLE_DAY
        return self.hours_on(on)

    def rests_on(self, on: date) -> bool:
        """A day actually off: by its holidays, or when it has none, by its own hours."""
        return not self.hours_on(on) if self.holidays is None else self.holidays.rests(on)

    def statutory_on(self, on: date) -> bool:
        """One of the statutory holidays themselves; never without holidays."""
        return self.holidays is not None and on in self.holidays.statutory

    def remark(self, on: date) -> str:
        """Why a day is not like its weekday, or is closed: a code, or nothing to say."""
        if on in self.exceptions:
            return "exception"
        if self.holidays is not None and on in self.holidays.make_up:
            return "make-up"
        if self.holidays is not None and on in self.holidays.off:
            return self.holidays.off[on]
        if self.work_on(on):
            return ""
        return "weekend" if on.weekday() >= 5 else "closed"

    @property
    def published_years(self) -> frozenset[int] | None:
        """The years whose days off are published; None without holidays."""
        return None if self.holidays is None else self.holidays.published_years

    def provisional(self, first: date, last: date) -> bool:
        """A later holiday notice could change one of the days from first to last."""
        if self.holidays is None:
            return False
        return not any(low <= first and last <= high for low, high in self.holidays.settled)

    @cached_property
    def settled_hours(self) -> tuple[Opening, ...] | None:
        """The stretches within which no later notice can change the hours; None for all time."""
        if self.holidays is None or self.always:
            return None
        return tuple(
            (instants.day_begins(low, self.zone), instants.day_ends(high, self.zone))
            for low, high in self.holidays.settled
        )

    # open time

    def openings(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches between two moments, joined, in order, in UTC."""
        for start, stop in self.line.between(instants.micros(begin), instants.micros(end)):
            yield instants.moment(start), instants.moment(stop)

    def open_time(self, begin: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """Open time between two moments less the pauses; zero when end is not after begin."""
        first, last = instants.micros(begin), instants.micros(end)
        if last <= first:
            return timedelta()
        open_time = self.line.before(last) - self.line.before(first)
        for low, high, _ in stretches(pauses, first):
            if low < last:
                open_time -= self.line.before(min(high, last)) - self.line.before(low)
        return timedelta(microseconds=open_time)

    @cached_property
    def line(self) -> OpenTime:
        """What seconds, minutes and hours run on."""
        return self._laid_out.hours

    @property
    def work_line(self) -> OpenTime:
        """What pauses of a promise in working days are measured on."""
        return self._laid_out.work

    @property
    def workdays(self) -> Workdays:
        """The working days in a row."""
        return self._laid_out.workdays

    @cached_property
    def _laid_out(self) -> "LaidOut":
        return _lay_out(self)

    # identity

    def to_json(self) -> dict[str, Any]:
        """The whole calendar as plain data; `from_json` makes an equal one."""
        return {
            "name": self.name,
            "zone": self.zone.key,
            "week": [_texts(day) for day in self.week],
            "exceptions": {on.isoformat(): _texts(day) for on, day in self.exceptions.items()},
            "holidays": None if self.holidays is None else self.holidays.to_json(),
            "makeup": None if self.makeup is None else _texts(self.makeup),
            "always": self.always,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Calendar":
        """What `to_json` wrote."""
        return cls(
            name=data["name"],
            zone=ZoneInfo(data["zone"]),
            week=tuple(hours(day) for day in data["week"]),
            exceptions=_dated(data["exceptions"]),
            holidays=None if data["holidays"] is None else Holidays.from_json(data["holidays"]),
            makeup=None if data["makeup"] is None else hours(data["makeup"]),
            always=data["always"],
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content; the same for the same content on every machine."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def build(section: document.Calendar, holidays: Holidays | None, name: str = "") -> Calendar:
    """The calendar a plan describes.

    holidays: those of the country the section names (`holidays.of(section.holidays)`).
    name: its name in the plan.
    Raises ValueError for hours, a weekday or a zone that is none.
    """
    always = section.open == "24x7"
    return Calendar(
        name=name,
        zone=_zone(section.zone),
        week=(WHOLE_DAY,) * 7 if isinstance(section.open, str) else _week(section.open),
        exceptions=_dated(section.exceptions),
        holidays=holidays if section.holidays else None,
        makeup=None if section.makeup is None else hours(section.makeup),
        always=always,
    )


def hours(texts: Sequence[str]) -> Day:
    """Read `["08:30-12:00", "22:00-06:00"]`; ValueError when one of them is no stretch of time.

    An end at or before the beginning lies on the next day.
    """
    return tuple(sorted(_hours(text) for text in texts))


def weekdays(text: str) -> tuple[int, ...]:
    """Read `mon-fri`, `sat` or `fri-mon`, Monday being 0; ValueError otherwise."""
    first, _, last = text.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"{text!r} is not a weekday")
    begins, ends = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return tuple((begins + step) % 7 for step in range((ends - begins) % 7 + 1))


def _hours(text: str) -> Hours:
    begins, ends = (_minutes(part) for part in text.split("-"))
    if begins == instants.MINUTES_A_DAY:
        raise ValueError(f"{text!r} begins when the day is over")
    return Hours(begins, ends if ends > begins else ends + instants.MINUTES_A_DAY)


def _minutes(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if minute > 59 or hour * 60 + minute > instants.MINUTES_A_DAY:
        raise ValueError(f"{text!r} is not a time of day")
    return hour * 60 + minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _texts(day: Day) -> list[str]:
    return [str(stretch) for stretch in day]


def _dated(listed: Mapping[str, Sequence[str]]) -> dict[date, Day]:
    return {date.fromisoformat(on): hours(texts) for on, texts in sorted(listed.items())}


def _week(listed: Mapping[str, Sequence[str]]) -> tuple[Day, ...]:
    week: list[Day] = [()] * 7
    for text, texts in listed.items():
        for weekday in weekdays(text):
            week[weekday] = hours(texts)
    return tuple(week)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as unknown:
        raise ValueError(f"{name!r} is not a time zone") from unknown


# Laying out: from local hours to instants, once per content of a calendar.


class LaidOut(NamedTuple):
    """A calendar as lines of open time and a row of working days."""

    hours: OpenTime
    work: OpenTime
    workdays: Workdays


@lru_cache(maxsize=64)
def _lay_out(calendar: Calendar) -> LaidOut:
    """Shared by equal calendars, so that one read again from JSON is warm at once."""
    last_year = _last_year(calendar)
    hours_line: OpenTime = Uninterrupted()
    if not calendar.always or calendar.exceptions:
        hours_line = _timeline(calendar, calendar.hours_on, last_year)
    work_line = hours_line
    if calendar.always and calendar.holidays is not None:
        work_line = _timeline(calendar, calendar.work_on, last_year)
    return LaidOut(hours_line, work_line, Workdays(partial(_workdays_of, calendar), last_year))


def _timeline(calendar: Calendar, hours_on: Callable[[date], Day], last_year: int) -> Timeline:
    return Timeline(
        openings_of=lambda year: _openings_of(year, hours_on, calendar.zone),
        year_begins=lambda year: instants.day_begins(date(year, 1, 1), calendar.zone),
        last_year=last_year,
    )


def _openings_of(year: int, hours_on: Callable[[date], Day], zone: ZoneInfo) -> Iterator[Opening]:
    begins = instants.days_of(year, zone)
    for index, on in enumerate(_days_of(year)):
        for stretch in hours_on(on):
            yield _opening(on, stretch, zone, begins[index : index + 3])


def _workdays_of(calendar: Calendar, year: int) -> Iterator[tuple[date, int]]:
    zone, begins = calendar.zone, instants.days_of(year, calendar.zone)
    for index, on in enumerate(_days_of(year)):
        near = begins[index : index + 3]
        if hours := calendar.work_on(on):
            yield on, max(_opening(on, stretch, zone, near)[1] for stretch in hours)


def _opening(on: date, stretch: Hours, zone: ZoneInfo, near: tuple[int, ...]) -> Opening:
    """The instants of a stretch; `near` are the beginnings of its day and of the next two."""
    midnight = near[0]
    if near[2] - midnight == 2 * instants.DAY:  # no clock is moved meanwhile
        minutes = instants.MINUTE
        return midnight + stretch.begins * minutes, midnight + stretch.ends * minutes
    begins = instants.wall(on, stretch.begins, zone)
    return begins, instants.wall(on, stretch.ends, zone, closing=True)


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1).toordinal()
    return map(date.fromordinal, range(first, date(year + 1, 1, 1).toordinal()))


def _last_year(calendar: Calendar) -> int:
    """The last year in which it opens."""
    if any(calendar.week):
        return timelines.LAST_YEAR
    opened = [on for on, day in calendar.exceptions.items() if day]
    if calendar.holidays is not None and calendar.makeup:
        opened.extend(calendar.holidays.make_up)
    return max((on.year for on in opened), default=0)
