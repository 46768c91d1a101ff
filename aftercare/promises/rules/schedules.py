"""Promises that come back: occasions of a schedule, and which visit met which of them.

Occasions keep their anchor day, are never skipped after downtime and never made twice. The
next one is always there before it opens, so that a plan for the coming months can be seen.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aftercare.kit.durations import Duration
from aftercare.plans.language.document import Schedule
from aftercare.promises.rules import lives, terms, warranty
from aftercare.promises.rules.counting import Reading, due
from aftercare.promises.rules.deriving import Derived, Happening, State
from aftercare.promises.rules.periods import Period
from aftercare.promises.rules.recurrences import (
    Occurrence,
    before_season,
    occurrences,
    season_occurrences,
)

FARTHEST = timedelta(days=366 * 70)


@dataclass(frozen=True)
class Planned:
    """One occasion of a schedule under the plan version in force when it opens."""

    bound: terms.Bound
    anchor: Happening
    occurrence: Occurrence
    target: str
    provisional: bool = False


def derive_schedule(
    bounds: Sequence[terms.Bound],
    name: str,
    happenings: Sequence[Happening],
    as_of: datetime,
    facts: Mapping[str, Any],
) -> list[Derived]:
    """The occasions of one schedule of one subject that have opened by `as_of`, and the next
    one."""
    planned = [
        one
        for bound in bounds
        if (schedule := bound.terms.plan.schedules.get(name))
        for one in _planned(bound, schedule, happenings, as_of, facts)
    ]
    planned.sort(key=lambda one: (one.occurrence.opens_at, one.occurrence.number))
    met = _matches(planned, name, happenings)
    return [
        _derived(one, name, met.get(i), happenings) for i, one in enumerate(_shown(planned, as_of))
    ]


def _shown(planned: list[Planned], as_of: datetime) -> list[Planned]:
    opened = [one for one in planned if one.occurrence.opens_at <= as_of]
    return planned[: len(opened) + 1]


def _planned(
    bound: terms.Bound,
    schedule: Schedule,
    happenings: Sequence[Happening],
    as_of: datetime,
    facts: Mapping[str, Any],
) -> Iterator[Planned]:
    anchor = _anchor(schedule, happenings)
    if anchor is None or not terms.holds(schedule.when, {**facts, **anchor.data.get("facts", {})}):
        return
    end = _end(bound, schedule, anchor, happenings, facts)
    ahead = False
    for one in _occurrences(bound, schedule, anchor, end, facts):
        if ahead:
            return
        ahead = one.opens_at > as_of
        if bound.holds_at(one.opens_at):
            yield Planned(bound, anchor, one, _target(schedule), one.provisional)


def _anchor(schedule: Schedule, happenings: Sequence[Happening]) -> Happening | None:
    for kind in (schedule.from_, *schedule.from_otherwise):
        for one in happenings:
            if one.kind == kind:
                return one
    return None


def _end(
    bound: terms.Bound,
    schedule: Schedule,
    anchor: Happening,
    happenings: Sequence[Happening],
    facts: Mapping[str, Any],
) -> datetime:
    """The last moment an occasion may be due; the warranty not begun yet counts as open."""
    farthest = anchor.at + FARTHEST
    calendar = bound.terms.calendar(schedule.calendar)
    if isinstance(schedule.during, Duration):
        return due(anchor.at, schedule.during, calendar, reading=Reading.PLAIN).at or farthest
    if schedule.during == "warranty":
        return warranty.ends_at(bound.terms, happenings) or farthest
    last = {"agreement": "agreement.ended", "construction": "project.completed"}
    endings = [one.at for one in happenings if one.kind == last.get(schedule.during)]
    if schedule.during == "agreement" and facts.get("ends_at"):
        endings.append(datetime.fromisoformat(facts["ends_at"]))
    return min(endings, default=farthest)


def _occurrences(
    bound: terms.Bound,
    schedule: Schedule,
    anchor: Happening,
    end: datetime,
    facts: Mapping[str, Any],
) -> Iterator[Occurrence]:
    calendar = bound.terms.calendar(schedule.calendar)
    horizon = anchor.at + FARTHEST
    if schedule.each is not None or schedule.before is not None:
        yield from _by_season(bound, schedule, anchor, end, horizon)
    elif schedule.once is not None:
        moment = due(anchor.at, schedule.once, calendar, reading=_reading(schedule))
        if moment.at is not None:
            yield Occurrence(1, anchor.at, moment.at, moment.at.date(), moment.provisional)
    elif schedule.every is not None:
        yield from occurrences(
            anchor.at,
            schedule.every,
            calendar,
            horizon=horizon,
            first_within=schedule.first_within,
            until=end,
            reading=_reading(schedule),
        )


def _by_season(
    bound: terms.Bound, schedule: Schedule, anchor: Happening, end: datetime, horizon: datetime
) -> Iterator[Occurrence]:
    """The occasions of a season. Each goes by the place at which the subject is when it opens; a
    season that opened elsewhere before the move is not owed a second time."""
    told = bound.places or ((Period(), ""),)
    rows = [_in_one_place(bound, schedule, period, place, anchor, end, horizon)
            for period, place in told]  # fmt: skip
    known: set[int] = set()
    for one in heapq.merge(*rows, key=lambda one: one.opens_at):
        if one.number not in known:
            known.add(one.number)
            yield one


def _in_one_place(
    bound: terms.Bound,
    schedule: Schedule,
    period: Period,
    place: str,
    anchor: Happening,
    end: datetime,
    horizon: datetime,
) -> Iterator[Occurrence]:
    calendar = bound.terms.calendar(schedule.calendar)
    season = bound.terms.plan.seasons[schedule.each or schedule.before or ""]
    last = horizon if period.until is None else min(horizon, period.until)
    since = max(anchor.at, period.since)
    if schedule.each is not None:
        return season_occurrences(season, place, since, end, calendar=calendar, horizon=last)
    if schedule.by is None:
        raise ValueError("a schedule before a season without a length")
    return before_season(season, schedule.by, place, since, end, calendar=calendar, horizon=last)


def _reading(schedule: Schedule) -> Reading:
    return terms.reading_of(schedule.reading, Reading.NARROW)


def _target(schedule: Schedule) -> str:
    if schedule.every or schedule.once:
        return str(schedule.every or schedule.once)
    return f"each {schedule.each}" if schedule.each else f"{schedule.by} before {schedule.before}"


def _matches(
    planned: Sequence[Planned], name: str, happenings: Sequence[Happening]
) -> dict[int, Happening]:
    """Each visit meets the oldest occasion that has opened and is not met yet."""
    met: dict[int, Happening] = {}
    for one in happenings:
        for i, occasion in enumerate(planned):
            schedule = occasion.bound.terms.plan.schedules[name]
            opened = occasion.occurrence.opens_at <= one.at and i not in met
            if opened and one.sequence != occasion.anchor.sequence and _fits(schedule, name, one):
                met[i] = one
                break
    return met


def _fits(schedule: Schedule, name: str, one: Happening) -> bool:
    if one.kind not in schedule.until:
        return False
    named, component = one.data.get("schedule"), one.data.get("component")
    if named is not None:
        return bool(named == name)
    return component is None or not schedule.component or component in schedule.component


def _derived(
    one: Planned, name: str, met: Happening | None, happenings: Sequence[Happening]
) -> Derived:
    moment = one.occurrence.due_at
    key = (one.bound.terms.version, name, one.anchor.sequence, one.occurrence.number, 0)
    state, ended_at, reason = _outcome(":".join(map(str, key)), moment, met, happenings)
    last = [event.data for event in happenings if "responsible" in event.data]
    return Derived(
        version=one.bound.terms.version,
        promise=name,
        number=one.occurrence.number,
        variant=0,
        started_by=one.anchor.sequence,
        started_at=one.anchor.at,
        target=one.target,
        row="",
        due_at=moment,
        provisional=one.provisional,
        state=state,
        opens_at=one.occurrence.opens_at,
        met_by=met.sequence if met else None,
        met_at=met.at if met else None,
        ended_at=ended_at,
        reason=reason,
        responsible=str(last[-1]["responsible"]) if last else "",
    )


def _outcome(
    key: str, moment: datetime, met: Happening | None, happenings: Sequence[Happening]
) -> tuple[State, datetime | None, str]:
    for one in happenings:
        if one.kind in lives.ENGINE_EVENTS and one.data.get("commitment") == key:
            state = State.WAIVED if one.kind == lives.WAIVED else State.VOID
            return state, one.at, "decided"
    if met is not None:
        return (State.KEPT if met.at <= moment else State.LATE), met.at, ""
    ended = next((one for one in happenings if one.kind == "agreement.ended"), None)
    if ended is not None:
        return (State.BROKEN if moment < ended.at else State.VOID), ended.at, "moot"
    return State.OPEN, None, ""
