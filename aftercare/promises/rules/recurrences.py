"""Promises that come back: every so long, in each season, before a season, on fixed dates.

Everything is counted from where it began and from nothing else: an occurrence does not know
whether the one before it was kept, moved, late or never looked at. So nothing drifts, nothing
is skipped after a standstill of the system, nothing ends by itself, and the same question
gives the same occurrences with the same numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from aftercare.kit.durations import Duration, Unit
from aftercare.plans.language.document import Season, SeasonSpan
from aftercare.promises.rules import counting, daycounts, instants
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Reading

# Units of one family can be added up; a month has no fixed number of days.
FAMILIES: dict[Unit, tuple[Unit, int]] = {
    Unit.SECOND: (Unit.SECOND, 1),
    Unit.MINUTE: (Unit.SECOND, 60),
    Unit.HOUR: (Unit.SECOND, 3600),
    Unit.DAY: (Unit.DAY, 1),
    Unit.WEEK: (Unit.DAY, 7),
    Unit.WORKING_DAY: (Unit.WORKING_DAY, 1),
    Unit.MONTH: (Unit.MONTH, 1),
    Unit.YEAR: (Unit.MONTH, 12),
}


@dataclass(frozen=True)
class Occurrence:
    """One time that something comes back.

    number: 1, 2, 3 …; of a season its year and its place in the year, 202601. It never changes.
    opens_at: when its period begins, which is when the one before is due.
    due_at: until when it can be kept.
    on: its own day, before a last day rolls past days off.
    provisional: as of `counting.Due`.
    """

    number: int
    opens_at: datetime
    due_at: datetime
    on: date
    provisional: bool = False


def occurrence(
    anchor: date, every: Duration, number: int, calendar: Calendar | None = None
) -> date:
    """The day on which something comes back for the number-th time.

    Months and years keep the day of the anchor: 31 January, 28 February, 31 March.
    calendar: needed for working days.
    Raises ValueError for seconds, minutes and hours, and when there is no such working day.
    """
    length = Duration(every.amount * number, every.unit)
    if length.unit is Unit.WORKING_DAY and calendar is not None:
        found = calendar.workdays.after(anchor, length.amount)
        if found is not None:
            return found.on
    if length.runs_on_the_clock or length.unit is Unit.WORKING_DAY:
        raise ValueError(f"{length} does not come back on a day")
    return daycounts.nominal_on(anchor, length)


def occurrences(
    anchor: datetime,
    every: Duration,
    calendar: Calendar,
    *,
    horizon: datetime,
    first_within: Duration | None = None,
    until: datetime | None = None,
    reading: Reading = Reading.PLAIN,
    from_number: int = 1,
) -> Iterator[Occurrence]:
    """Every occurrence whose period opens before the horizon, late ones included.

    anchor: what it counts from; the calendar's zone decides on which day that is.
    first_within: the length to the first one, when it differs; the others follow `every` later.
        Lengths of one kind are added up from the anchor, so that its day is not lost.
    until: the end of the obligation; one whose own day ends later is not owed.
    reading: days off past which a last day rolls, always forward; the others do not follow it.
    from_number: where to begin; the earlier ones need not be gone through.
    """
    number, opens_at = from_number, anchor.astimezone(UTC)
    if from_number > 1:
        before = counted_from(anchor, every, from_number - 1, calendar, first_within)
        opens_at = counting.due(*before, calendar).at or opens_at
    while opens_at < horizon:
        counted = counted_from(anchor, every, number, calendar, first_within)
        nominal = counting.due(*counted, calendar)
        if nominal.at is None or (until is not None and nominal.at > until):
            return
        rolled = counting.due(*counted, calendar, reading=reading)
        on = nominal.last_on or nominal.at.astimezone(calendar.zone).date()
        yield Occurrence(number, opens_at, rolled.at or nominal.at, on, rolled.provisional)
        number, opens_at = number + 1, nominal.at


def counted_from(
    anchor: datetime,
    every: Duration,
    number: int,
    calendar: Calendar,
    first_within: Duration | None = None,
) -> tuple[datetime, Duration]:
    """From when, and for how long, the number-th occurrence is counted; for `due` and `explain`."""
    first = first_within or every
    family, size = FAMILIES[every.unit]
    first_family, first_size = FAMILIES[first.unit]
    repeated = every.amount * size * (number - 1)
    if family == first_family:
        return anchor, Duration(first.amount * first_size + repeated, family)
    begun = counting.due(anchor, first, calendar)
    if number == 1 or begun.at is None:
        return anchor, first
    # The last instant of that day, so that the day itself is the one that does not count.
    return begun.at - instants.MICROSECOND, Duration(repeated, family)


def season_occurrences(
    season: Season,
    place: str,
    since: datetime,
    until: datetime | None = None,
    *,
    calendar: Calendar,
    horizon: datetime,
) -> Iterator[Occurrence]:
    """Once each season: opens when it begins, due when its last day ends.

    place: the address or area; spans naming a place it contains win over those naming none.
    since: where the promise begins; a season already under way is owed and opens then.
    until: the end of the obligation; a season that ends later is not owed.
    horizon: seasons that begin later are left out.
    """
    for number, begins_on, ends_on in _seasons(season, place, since, horizon, calendar):
        begins_at = instants.moment(instants.day_begins(begins_on, calendar.zone))
        opens_at = max(since.astimezone(UTC), begins_at)
        due_at = instants.moment(instants.day_ends(ends_on, calendar.zone))
        if opens_at < min(due_at, horizon) and (until is None or due_at <= until):
            yield Occurrence(number, opens_at, due_at, ends_on)


def before_season(
    season: Season,
    by: Duration,
    place: str,
    since: datetime,
    until: datetime | None = None,
    *,
    calendar: Calendar,
    horizon: datetime,
) -> Iterator[Occurrence]:
    """Once before each season, so early that the whole length lies between due and season.

    A season beginning on 1 March asks 30 days before for the end of 29 January. The period
    opens with the beginning of the season before. What would be due before `since` is not owed.
    """
    since = opens_at = since.astimezone(UTC)
    for number, begins_on, _ in _seasons(season, place, since, horizon, calendar):
        due_at = instants.moment(_ahead_of(begins_on, by, calendar))
        if due_at > since and opens_at < horizon and (until is None or due_at <= until):
            on = (due_at - instants.MICROSECOND).astimezone(calendar.zone).date()
            yield Occurrence(number, opens_at, due_at, on)
        opens_at = max(since, instants.moment(instants.day_begins(begins_on, calendar.zone)))


def next_date(dates: Sequence[str], after: date) -> date:
    """The first of some dates of the year ("06-30") after a day.

    The day itself does not count: what begins on a cut-off date goes with the next cut-off.
    29 February is the 28th in other years. ValueError when there is no date.
    """
    if not dates:
        raise ValueError("no dates to choose from")
    years = (after.year, after.year + 1)
    coming = (_day_of_year(text, year) for text in dates for year in years)
    return min(on for on in coming if on > after)


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    """The first, second … Monday (0) to Sunday (6) of a month; -1 is the last.

    Raises ValueError when the month has none so late.
    """
    first = date(year, month, 1)
    ends = daycounts.months_after(first, 1)
    found = [first + timedelta(days=step) for step in range((ends - first).days)]
    chosen = [on for on in found if on.weekday() == weekday]
    if not 1 <= abs(nth) <= len(chosen):
        raise ValueError(f"{year}-{month:02} has no such weekday")
    return chosen[nth if nth < 0 else nth - 1]


def _seasons(
    season: Season, place: str, since: datetime, horizon: datetime, calendar: Calendar
) -> Iterator[tuple[int, date, date]]:
    """Number, first and last day of the seasons around a stretch, in order."""
    first = since.astimezone(calendar.zone).year - 1
    last = horizon.astimezone(calendar.zone).year + 1
    for year in range(first, last + 1):
        spans = sorted(_spans(season, place, year), key=lambda span: span.begins)
        for place_in_year, span in enumerate(spans, start=1):
            begins_on = _day_of_year(span.begins, year)
            over_new_year = span.ends < span.begins
            ends_on = _day_of_year(span.ends, year + 1 if over_new_year else year)
            yield year * 100 + place_in_year, begins_on, ends_on


def _spans(season: Season, place: str, year: int) -> list[SeasonSpan]:
    """The most specific spans for a place and the year they begin in; the place weighs more."""
    fitting: dict[tuple[int, bool], list[SeasonSpan]] = {}
    for span in season.spans:
        named = max((len(area) for area in span.places if area in place), default=0)
        if span.year in (None, year) and bool(named) == bool(span.places):
            fitting.setdefault((named, span.year is not None), []).append(span)
    return fitting[max(fitting)] if fitting else []


def _day_of_year(text: str, year: int) -> date:
    """Read "06-30"; ValueError when it is no date."""
    month, day = (int(part) for part in text.split("-"))
    return daycounts.months_after(date(2000, month, day), (year - 2000) * 12)


def _ahead_of(begins_on: date, by: Duration, calendar: Calendar) -> int:
    """The latest moment with the whole length before the beginning of a day."""
    if by.runs_on_the_clock:
        return instants.day_begins(begins_on, calendar.zone) - by.clock_time // instants.MICROSECOND
    if by.unit is Unit.WORKING_DAY:
        first = calendar.workdays.before(begins_on, by.amount)
        if first is None:
            raise ValueError(f"there are no {by} before {begins_on}")
        return instants.day_begins(first.on, calendar.zone)
    if by.unit in (Unit.MONTH, Unit.YEAR):
        on = daycounts.months_after(begins_on, -daycounts.months(by))
    else:
        on = begins_on - timedelta(days=by.amount * (7 if by.unit is Unit.WEEK else 1))
    return instants.day_begins(on, calendar.zone)
