"""The single conditions of a remedy: met, not met (and by how much), or not known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from aftercare.coverage.floors.records import Clock, Replaced
from aftercare.coverage.rules import conditions, days, repairs, terms
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.repairs import Repair
from aftercare.kit.durations import Duration, Unit
from aftercare.plans.language.document import Conditions
from aftercare.promises.rules.pauses import Pause


@dataclass(frozen=True)
class Check:
    """One condition.

    met: None when a fact is missing, which `lacking` names. told: why it is met.
    short_of: what must still happen, and how often: repairs of the same fault, or days.
    """

    met: bool | None
    told: Reason | None = None
    short_of: Literal["repairs", "days"] | None = None
    missing: int = 0
    lacking: str | None = None


def same_fault(history: History, needed: int) -> Check:
    """So many finished repairs of the fault at hand, which is there again (P09-36)."""
    if history.blamed:
        return Check(False)
    if history.key is None:
        return Check(None, lacking="fault")
    count = len(history.finished)
    if count < needed:
        return Check(False, short_of="repairs", missing=needed - count)
    return Check(True, reason("same-fault", count=count, needed=needed))


def repair_days(
    history: History, limit: int, leaves_out: Collection[str], until: datetime
) -> Check:
    """More than so many days in repair in all, for faults of quality of any kind."""
    count = repairs.total_days(history.of_quality, until, _left_out(leaves_out))
    if count <= limit:
        return Check(False, short_of="days", missing=limit + 1 - count)
    return Check(True, reason("repair-days", count=count, limit=limit))


def single_repair(
    history: History, limit: Duration | None, leaves_out: Collection[str], until: datetime
) -> Check:
    """One repair of the fault at hand took longer than a limit."""
    if limit is None:
        return Check(True)
    left_out = _left_out(leaves_out)
    over = [r for r in history.of_this_fault if _took_over(r, limit, left_out, until)]
    if not over or history.blamed:
        return Check(False)
    count = max(repairs.repair_days(repair, until, left_out) for repair in over)
    return Check(True, reason("single-repair", count=count, limit=str(limit)))


def replaced(history: History, wanted: Replaced | None) -> Check:
    """The same thing was exchanged so often; assemblies and parts are not added up (Art. 24)."""
    if wanted is None:
        return Check(True)
    component = history.facts.get("component")
    count = sum(
        repair.replaced == wanted.scope and repair.component == component
        for repair in history.of_quality
    )
    if component is None:
        return Check(None, lacking="fault")
    if count < wanted.times:
        return Check(False)
    return Check(True, reason("replaced-often", count=count, needed=wanted.times))


def after(history: History, remedy: str | None) -> Check:
    """A remedy was given for this fault, and the fault is there again."""
    if history.key is None:
        return Check(None, lacking="fault")
    same = (r for r in history.repairs if repairs.key_of(r) == history.key)
    given = any(repair.remedy == remedy and repair.counts for repair in same)
    return Check(given, reason("after-remedy", remedy=remedy) if given else None)


def window(history: History, clock: Clock, on: date) -> Check:
    """Inside the period a rule opens; a mileage limit ends it too, whichever comes first."""
    if clock.length is None or isinstance(clock.length, str):
        return Check(None, lacking="window")
    found = inside(history, clock.from_, clock.length, on)
    if found.met is not True or clock.km is None:
        return found
    if history.km is None:
        return Check(None, lacking="km")
    return found if history.km <= clock.km else Check(False)


def inside(history: History, kinds: list[str], length: Duration, on: date) -> Check:
    """Inside a length from the first event known; the last day counts, rolled the wide way."""
    start = terms.first_known(kinds, history.milestones, history.zone)
    span = terms.span_of(start, length, 0, history.zone)
    if span.ends_on is None:
        return Check(None, lacking="window")
    if span.state_on(on) != "in force":
        return Check(False)
    return Check(True, reason("within-window", ends_on=span.ends_on))


def first_season(history: History, length: int, on: date) -> Check:
    """Inside the first days of the first working season; the first day is not counted."""
    if history.first_season_on is None:
        return Check(None, lacking="first-season")
    over = (on - history.first_season_on).days
    if not 0 <= over <= length:
        return Check(False)
    return Check(True, reason("first-season", days=length))


def in_warranty(history: History) -> Check:
    """The fault is in warranty, as its verdict says."""
    return Check(history.in_warranty, lacking="in-warranty")


def one_of(value: str | None, words: Collection[str], lacking: str) -> Check:
    """A fact is one of several words."""
    return Check(None if value is None else value in words, lacking=lacking)


def circumstances(history: History, wanted: Collection[str]) -> Check:
    """All of them were established; nobody is asked to rule them out."""
    return Check(set(wanted) <= history.setting.circumstances)


def of_quality(history: History) -> Check:
    """The fault at hand is one of quality, as long as nobody established another cause."""
    return Check(not history.blamed)


def facts(history: History, when: Conditions) -> Check:
    """The conditions of a plan's remedy."""
    return Check(conditions.holds(when, conditions.known(history.facts)), lacking="conditions")


def late(history: History, promise: str) -> Check:
    """A promise of the plan was not kept."""
    if promise not in history.late:
        return Check(False)
    return Check(True, reason("promise-late", promise=history.titles.get(promise, promise)))


def _left_out(leaves_out: Collection[str]) -> frozenset[str]:
    """What is never repair time, with what a rule leaves out besides."""
    return repairs.CUSTOMERS_OWN.union(leaves_out)


def _took_over(repair: Repair, limit: Duration, left_out: Collection[str], until: datetime) -> bool:
    if limit.unit is not Unit.WORKING_DAY:
        return repairs.repair_days(repair, until, left_out) > limit.amount
    ended = min(repair.handed_back_at or until, until)
    stretches = repairs.merged((w for w in repair.waits if w.reason in left_out), ended)
    pauses = [Pause(low, high) for low, high in stretches]
    return days.working_days_over(repair.handed_in_at, ended, limit, pauses)
