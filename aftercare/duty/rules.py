"""Who is on duty at a moment: always one name, or a gap that is known before it comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from aftercare.promises.rules import calendars, instants
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.holidays import Holidays

Span = tuple[datetime, datetime]
DAY = timedelta(days=1)
WEEK = 7
AHEAD = timedelta(days=400)  # a department that does not open within this time is closed


@dataclass(frozen=True)
class Weekly:
    """A shift that comes back: on some days of every so many weeks.

    days: Monday is 0. begins, ends: minutes after midnight of the day it begins on; more than 1440
    is the next day. every: weeks, counted from the week of `from_on`. until_on: the last day.
    """

    key: int
    person: int
    days: frozenset[int]
    begins: int
    ends: int
    from_on: date
    until_on: date | None = None
    every: int = 1

    def is_on(self, day: date) -> bool:
        """Whether it begins on a day."""
        if day < self.from_on or (self.until_on is not None and day > self.until_on):
            return False
        weeks = (_monday(day) - _monday(self.from_on)).days // WEEK
        return day.weekday() in self.days and weeks % self.every == 0


@dataclass(frozen=True)
class Single:
    """Once: a person is on duty for a stretch, in place of another or besides the pattern."""

    key: int
    person: int
    begins_at: datetime
    ends_at: datetime
    instead_of: int | None = None


@dataclass(frozen=True)
class Away:
    """A stretch in which a person does no duty."""

    person: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Turn:
    """A stretch of duty of one person. `stands_in`: once, not by the weekly pattern."""

    person: int
    begins_at: datetime
    ends_at: datetime
    stands_in: bool = False


@dataclass(frozen=True)
class Pattern:
    """Everything that says who is on duty in one department."""

    zone: ZoneInfo
    weekly: Sequence[Weekly] = ()
    singles: Sequence[Single] = ()
    away: Sequence[Away] = ()

    def turns(self, begin: datetime, end: datetime) -> list[Turn]:
        """Who is on duty between two moments, in order; two never overlap.

        Who stands in comes before the weekly pattern, the latest word first; of two weekly shifts
        at once the one entered first. Who is away, or has somebody standing in, is left out.
        """
        claims = list(self._claims(begin, end))
        edges = sorted({
            moment
            for one in claims
            for moment in (one.begins_at, one.ends_at)
            if begin < moment < end
        } | {begin, end})  # fmt: skip
        found: list[Turn] = []
        for start, stop in pairwise(edges):
            first = next((one for one in claims if one.begins_at <= start < one.ends_at), None)
            if first is not None:
                _append(found, Turn(first.person, start, stop, first.stands_in))
        return found

    def on_duty(self, at: datetime) -> int | None:
        """The one person on duty at a moment; None in a gap."""
        return next((one.person for one in self.turns(at, at + timedelta(seconds=1))), None)

    def gaps(self, needed: Iterable[Span], begin: datetime, end: datetime) -> list[Span]:
        """The stretches in which somebody is needed and nobody is on duty."""
        there = [(one.begins_at, one.ends_at) for one in self.turns(begin, end)]
        wanted = [span for one in needed if (span := _cut(one, begin, end))]
        return [rest for one in wanted for rest in without(one, there)]

    def _claims(self, begin: datetime, end: datetime) -> Iterator[Turn]:
        """Every stretch somebody is down for, the strongest first, without those who are away."""
        away = _by_person((one.person, (one.begins_at, one.ends_at)) for one in self.away)
        relieved = _by_person(
            (one.instead_of, (one.begins_at, one.ends_at))
            for one in self.singles
            if one.instead_of is not None
        )
        for single in sorted(self.singles, key=lambda one: -one.key):
            span = _cut((single.begins_at, single.ends_at), begin, end)
            for low, high in without(span, away.get(single.person, [])) if span else []:
                yield Turn(single.person, low, high, stands_in=True)
        for shift in sorted(self.weekly, key=lambda one: one.key):
            gone = [*away.get(shift.person, []), *relieved.get(shift.person, [])]
            for whole in self._stretches(shift, begin, end):
                for low, high in without(whole, gone):
                    yield Turn(shift.person, low, high)

    def _stretches(self, shift: Weekly, begin: datetime, end: datetime) -> Iterator[Span]:
        day = begin.astimezone(self.zone).date() - 2 * DAY  # a shift may end two days later
        last = end.astimezone(self.zone).date()
        while day <= last:
            if shift.is_on(day):
                low = instants.moment(instants.wall(day, shift.begins, self.zone))
                high = instants.moment(instants.wall(day, shift.ends, self.zone, closing=True))
                if span := _cut((low, high), begin, end):
                    yield span
            day += DAY


def calendar(
    zone: ZoneInfo,
    week: Sequence[Sequence[str]],
    *,
    exceptions: Mapping[str, Sequence[str]],
    holidays: Holidays | None,
    makeup: Sequence[str] | None = None,
) -> Calendar:
    """The service hours of a department as a calendar of the promise engine.

    week: seven lists such as `["08:30-12:00", "13:00-17:00"]`, Monday first. exceptions: by date,
    `2026-12-31`; an empty list closes the day. makeup: the hours of a make-up working day; None
    for those of a Monday. Raises ValueError for what is no stretch of time.
    """
    return Calendar(
        name="service-hours",
        zone=zone,
        week=tuple(calendars.hours(day) for day in week),
        exceptions={date.fromisoformat(on): calendars.hours(day) for on, day in exceptions.items()},
        holidays=holidays,
        makeup=None if makeup is None else calendars.hours(makeup),
    )


def is_open(hours: Calendar, at: datetime) -> bool:
    """Whether a moment lies within the hours."""
    return any(True for _span in hours.openings(at, at + timedelta(seconds=1)))


def opens_next(hours: Calendar, at: datetime) -> datetime | None:
    """The beginning of the next opening after a moment; None when there is none in sight."""
    openings = hours.openings(at, at + AHEAD)
    return next((begins for begins, _ends in openings if begins > at), None)


def closes_next(hours: Calendar, at: datetime) -> datetime | None:
    """When the present opening ends; None when it is closed, or does not close in sight."""
    begins, ends = next(iter(hours.openings(at, at + AHEAD)), (None, at))
    return ends if begins == at and ends < at + AHEAD else None


def without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a stretch when others are taken out of it."""
    left = [span]
    for low, high in taken:
        left = [
            piece
            for begins, ends in left
            for piece in ((begins, min(ends, low)), (max(begins, high), ends))
            if piece[0] < piece[1]
        ]
    return left


def minutes(text: str) -> int:
    """Minutes after midnight of a time of day such as 08:30; ValueError when it is none."""
    hour, _colon, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2):
        raise ValueError(f"{text!r} is not a time of day")
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > instants.MINUTES_A_DAY:
        raise ValueError(f"{text!r} is not a time of day")
    return total


def clock(total: int) -> str:
    """A time of day as it is written; what lies on the next day as on its own."""
    within = total if total <= instants.MINUTES_A_DAY else total - instants.MINUTES_A_DAY
    return f"{within // 60:02}:{within % 60:02}"


def _append(turns: list[Turn], turn: Turn) -> None:
    """Two stretches of the same person in a row are one turn."""
    last = turns[-1] if turns else None
    same = last is not None and (last.person, last.stands_in) == (turn.person, turn.stands_in)
    if last is not None and same and last.ends_at == turn.begins_at:
        turns[-1] = Turn(turn.person, last.begins_at, turn.ends_at, turn.stands_in)
    else:
        turns.append(turn)


def _by_person(spans: Iterable[tuple[int, Span]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for person, span in spans:
        found.setdefault(person, []).append(span)
    return found


def _cut(span: Span, begin: datetime, end: datetime) -> Span | None:
    low, high = max(span[0], begin), min(span[1], end)
    return (low, high) if low < high else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
