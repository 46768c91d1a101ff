"""What a plan version promises, ready for the engine: conditions, time tables, calendars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aftercare.kit.durations import Duration
from aftercare.plans.language import tables
from aftercare.plans.language.document import Calendar as CalendarSection
from aftercare.plans.language.document import Conditions, Plan, Promise
from aftercare.promises.rules.calendars import Calendar, build
from aftercare.promises.rules.counting import Reading
from aftercare.promises.rules.holidays import Holidays
from aftercare.promises.rules.periods import Period

Facts = Mapping[str, Any]
AGREED = "agreed"
REST = "rest"
ALWAYS = build(CalendarSection(), None)


@dataclass(frozen=True)
class Terms:
    """One plan version with its calendars built."""

    version: int  # the key of the plan version, to tell promises of two versions apart
    plan: Plan
    calendars: Mapping[str, Calendar]

    def calendar(self, name: str | None) -> Calendar:
        """The calendar a promise names, or the one of the plan."""
        return self.calendars[name or self.plan.calendar]

    @property
    def goes_by_place(self) -> bool:
        """Whether a season of the plan is another one elsewhere."""
        return any(span.places for season in self.plan.seasons.values() for span in season.spans)


@dataclass(frozen=True)
class Bound:
    """From when to when an agreement follows which terms; `until` None means still.

    places: where the subject was, and when, where a season goes by it; oldest first.
    """

    terms: Terms
    since: datetime
    until: datetime | None
    places: tuple[tuple[Period, str], ...] = ()

    def holds_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def place_at(self, at: datetime) -> str:
        """Where the subject was then; empty when nobody knows."""
        return next((place for period, place in self.places if period.holds(at)), "")


@dataclass(frozen=True)
class Target:
    """The time a promise allows on one occasion: a length, an agreed moment, or the next date."""

    row: str  # which row of the table was taken, empty when there is none
    length: Duration | None = None
    agreed: bool = False
    ahead: Duration | None = None  # so long before the agreed moment
    dates: str | None = None  # a list of dates, or a season whose end counts
    nth: int = 1
    assumed: bool = field(default=False, compare=False)  # a fact the table needs is not known yet

    def __str__(self) -> str:
        if self.agreed:
            return f"{self.ahead} ahead of {AGREED}" if self.ahead else AGREED
        return str(self.length) if self.length else f"next {self.dates}"


def compile_terms(version: int, plan: Plan, holidays: Holidays) -> Terms:
    """Build the calendars of a plan; `always` exists in every plan."""
    return Terms(
        version, plan, {name: build(part, holidays, name) for name, part in plan.calendars.items()}
    )


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Whether the facts meet every condition; `not x` excludes, a fact nobody knows meets
    nothing else."""
    return all(_meets(values, facts.get(name)) for name, values in conditions.items())


def _meets(values: list[str], fact: Any) -> bool:
    excluded = {value.removeprefix("not ") for value in values if value.startswith("not ")}
    wanted = {value for value in values if not value.startswith("not ")}
    if fact is None:
        return not wanted
    return str(fact) not in excluded and (not wanted or str(fact) in wanted)


def choose(plan: Plan, promise: Promise, facts: Facts) -> Target:
    """The time that applies under the facts.

    A table goes by the dimension its keys belong to; `rest`, or the zone without places, is for
    all others. A fact not known yet takes the shortest time, so that triage can only give time,
    never take it away unnoticed.
    """
    if promise.by is not None:
        return Target("", dates=promise.by, nth=promise.nth)
    if promise.within == AGREED:
        return Target("", agreed=True, ahead=promise.ahead)
    if isinstance(promise.within, Duration):
        return Target("", promise.within)
    if not isinstance(promise.within, Mapping):
        raise ValueError("a promise without a time")
    row, known = _row(plan, promise.within, facts)
    return Target(row, promise.within[row], assumed=not known)


def _row(plan: Plan, table: Mapping[str, Duration], facts: Facts) -> tuple[str, bool]:
    fact = tables.dimension(plan, table)
    known = str(facts[fact]) if fact is not None and facts.get(fact) is not None else None
    if known in table:
        return str(known), True
    others = [REST, *(name for name, zone in plan.zones.items() if not zone.places)]
    rest = next((name for name in others if name in table), None)
    if rest:
        return rest, True
    return min(table, key=lambda name: _rough_seconds(table[name])), False


def _rough_seconds(length: Duration) -> float:
    seconds = {"s": 1, "min": 60, "h": 3600, "day": 86_400, "working day": 86_400}
    longer = {"week": 604_800, "month": 2_592_000, "year": 31_536_000}
    return length.amount * {**seconds, **longer}[str(length.unit)]


def reading_of(reading: str | None, default: Reading) -> Reading:
    """The reading a promise names; our own duties read narrow, a customer's rights wide."""
    return Reading(reading) if reading else default
