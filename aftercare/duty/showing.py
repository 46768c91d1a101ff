"""The duty of a department as days of a month or a week, for its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.duty import queries
from aftercare.duty.models import Roster
from aftercare.duty.queries import Shown
from aftercare.duty.rules import Span
from aftercare.people.models import Person
from aftercare.plans.reading import language
from aftercare.promises.rules import instants
from aftercare.promises.rules.arithmetic import NOTES

DAY = timedelta(days=1)
QUIET = frozenset({"", "weekend", "closed"})


@dataclass(frozen=True)
class Piece:
    """A turn, or a gap when it names nobody, as far as it lies on one day."""

    person: Person | None
    times: str
    stands_in: bool = False


@dataclass(frozen=True)
class Day:
    """One day of the calendar: its hours, what is special about it, who is on duty."""

    on: date
    inside: bool
    is_today: bool
    is_open: bool
    hours: str
    remark: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Stretch:
    """Whole days that are shown together, and where to go from there."""

    first: date
    last: date
    before: str
    after: str
    is_week: bool


def month(on: date) -> Stretch:
    """The weeks that hold the month of a day."""
    first = on.replace(day=1)
    after = (first + 32 * DAY).replace(day=1)
    last = after - DAY
    return Stretch(
        first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY,
        f"?on={(first - DAY).replace(day=1)}", f"?on={after}", is_week=False,
    )  # fmt: skip


def week(on: date) -> Stretch:
    """The week of a day."""
    first = on - on.weekday() * DAY
    return Stretch(
        first, first + 6 * DAY, f"?week&on={first - 7 * DAY}", f"?week&on={first + 7 * DAY}",
        is_week=True,
    )  # fmt: skip


def days(roster: Roster, stretch: Stretch, on: date, now: datetime) -> list[Day]:
    """The days of a stretch with who is on duty; times are those of the roster's zone."""
    zone = roster.zone_info
    begin = instants.moment(instants.day_begins(stretch.first, zone))
    end = instants.moment(instants.day_ends(stretch.last, zone))
    shown = queries.shown(roster, begin, end)
    today = now.astimezone(zone).date()
    pieces = list(_pieces(shown))
    count = (stretch.last - stretch.first).days + 1
    return [
        _day(roster, stretch.first + step * DAY, on if not stretch.is_week else None, today, pieces)
        for step in range(count)
    ]


def _day(
    roster: Roster,
    day: date,
    month_of: date | None,
    today: date,
    pieces: Sequence[tuple[Span, Person | None, bool]],
) -> Day:
    zone, hours = roster.zone_info, roster.hours
    begin = instants.moment(instants.day_begins(day, zone))
    end = instants.moment(instants.day_ends(day, zone))
    code = hours.remark(day)
    return Day(
        on=day,
        inside=month_of is None or day.month == month_of.month,
        is_today=day == today,
        is_open=bool(hours.hours_on(day)),
        hours=", ".join(str(one) for one in hours.hours_on(day)),
        remark="" if code in QUIET else getattr(NOTES.get(code, NOTES["holiday"]), language()),
        pieces=[
            Piece(person, times((max(low, begin), min(high, end)), zone), stands_in)
            for (low, high), person, stands_in in pieces
            if low < end and high > begin
        ],
    )


def _pieces(shown: Shown) -> Iterator[tuple[Span, Person | None, bool]]:
    found = [
        ((one.begins_at, one.ends_at), shown.people[one.person], one.stands_in)
        for one in shown.turns()
    ]
    yield from sorted(
        [*found, *((span, None, False) for span in shown.gaps())], key=lambda one: one[0]
    )


def times(span: Span, zone: ZoneInfo) -> str:
    """From when to when, on one day; its end is 24:00."""
    low, high = (one.astimezone(zone) for one in span)
    ends = "24:00" if high.date() > low.date() and (high.hour, high.minute) == (0, 0) else ""
    return f"{low:%H:%M}–{ends or format(high, '%H:%M')}"
