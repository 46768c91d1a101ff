"""When a term begins and when it ends.

A term begins with an event that is on record: the nearest subject that has it counts (the
component, the unit, the project, the agreement). An acceptance counts only when both parties
have signed, on the day the later signature was given (P01-03). When that paper is missing the
plan's other events follow in their order (P06-88). No date is ever made up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from aftercare.coverage.rules import days
from aftercare.kit.durations import Duration
from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Term

SIGNERS = frozenset({"provider", "customer"})
# What must also have happened, when it is on record, before the event counts (P01-03).
TOGETHER_WITH = {"acceptance.signed": "acceptance.passed"}
# Until one of these the goods are not handed over, and putting them right is part of delivery.
HANDING_OVER = frozenset({
    "acceptance.signed", "acceptance.passed", "trial_run.passed", "installation.finished",
    "delivery.made", "project.completed", "project.handed_over", "system.live",
    "owner.moved_in", "invoice.issued", "unit.sold",
})  # fmt: skip

Length = Duration | Literal["lifetime", "design life"]


@dataclass(frozen=True)
class Milestone:
    """Something that happened to a component, a unit, a project or an agreement.

    at: when it happened. recorded_at: when it was written down. signatures: which of
    `provider` and `customer` have signed. event: the number of its row.
    """

    kind: str
    at: datetime
    recorded_at: datetime
    signatures: frozenset[str] = frozenset()
    event: int | None = None


@dataclass(frozen=True)
class TermStart:
    """The day a term begins, and how it was found.

    on: None when no paper on record gives it. because: the event that counts.
    fallback_used: not the event the plan names first. papers_missing: the event that the
    plan keeps for the case that no paper is found. known: every event that could have
    counted, with its day, in the plan's order. needs: events any of which would settle it.
    unsigned_by: who has not signed yet.
    """

    on: date | None
    because: str | None
    fallback_used: bool = False
    papers_missing: bool = False
    known: tuple[tuple[str, date], ...] = ()
    needs: tuple[str, ...] = ()
    unsigned_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermSpan:
    """From its first to its last day, both included.

    counted_from: the day whose morrow is day one; later than the beginning after a
    replacement. ends_on: None when it never ends (`endless`) or cannot be known (`unknown`
    names what is missing). suspended_days: days that did not count.
    """

    start: TermStart
    begins_on: date | None = None
    counted_from: date | None = None
    nominal_on: date | None = None
    ends_on: date | None = None
    endless: bool = False
    provisional: bool = False
    suspended_days: int = 0
    unknown: str | None = None

    def state_on(self, on: date) -> Literal["in force", "expired", "not begun", "unknown"]:
        """How the term stands on a day; the last day still counts."""
        if self.begins_on is None:
            return "unknown"
        if on < self.begins_on:
            return "not begun"
        if self.unknown is not None:
            return "unknown"
        return "in force" if self.ends_on is None or on <= self.ends_on else "expired"


def nearest(levels: Sequence[Sequence[Milestone]]) -> tuple[Milestone, ...]:
    """The milestones that count: for each kind those of the nearest level where it counts.

    levels: nearest first: component, unit, project, agreement. An acceptance that lacks a
    signature does not hide one further up that has both.
    """
    chosen: dict[str, Sequence[Milestone]] = {}
    for level in levels:
        for kind in {milestone.kind for milestone in level}:
            found = [milestone for milestone in level if milestone.kind == kind]
            if kind not in chosen or (_half_signed(kind, chosen[kind]) and _counts(kind, found)):
                chosen[kind] = found
    return tuple(milestone for kind in sorted(chosen) for milestone in chosen[kind])


def counted_on(kind: str, milestones: Iterable[Milestone], zone: ZoneInfo) -> date | None:
    """The day on which an event counts: the first of its kind, or the one completing both
    signatures; None when there is none.
    """
    found = sorted((m for m in milestones if m.kind == kind), key=lambda m: (m.at, m.recorded_at))
    signed: frozenset[str] = frozenset()
    for milestone in found:
        signed |= milestone.signatures
        if not vocabulary.EVENTS[kind].signatures or signed >= SIGNERS:
            return days.day_of(milestone.at, zone)
    return None


def start_of(term: Term, milestones: Sequence[Milestone], zone: ZoneInfo) -> TermStart:
    """When a term of a plan begins: the event it names, then the others in their order."""
    kinds = [term.starts, *term.starts_otherwise]
    start = first_known(kinds, milestones, zone, spare=term.missing_papers)
    lacking = start.because is not None and start.because == term.missing_papers != term.starts
    return replace(start, papers_missing=lacking)


def first_known(
    kinds: Sequence[str],
    milestones: Sequence[Milestone],
    zone: ZoneInfo,
    *,
    spare: str | None = None,
) -> TermStart:
    """The first of several events that is on record; `spare` comes last."""
    order = list(dict.fromkeys([*kinds, *([spare] if spare else [])]))
    known = []
    for kind in order:
        on = _day(kind, milestones, zone)
        if on is not None:
            known.append((kind, on))
    unsigned = _unsigned(order[0], milestones)
    if not known:
        return TermStart(None, None, needs=tuple(order), unsigned_by=unsigned)
    because, on = known[0]
    return TermStart(
        on, because, because != order[0], known=tuple(known), unsigned_by=unsigned
    )  # fmt: skip


def term_of(
    term: Term,
    milestones: Sequence[Milestone],
    suspended_days: int,
    zone: ZoneInfo,
    *,
    design_life_on: date | None = None,
) -> TermSpan:
    """From when to when a term of a plan runs (Civil Code Art. 201-203, the wide reading).

    suspended_days: whole days that do not count, such as days in repair where a rule says so.
    design_life_on: the last day of the design life, for a term as long as that.
    """
    start = start_of(term, milestones, zone)
    return span_of(start, term.length, suspended_days, zone, design_life_on=design_life_on)


def span_of(
    start: TermStart,
    length: Length,
    suspended_days: int,
    zone: ZoneInfo,
    *,
    counted_from: date | None = None,
    design_life_on: date | None = None,
) -> TermSpan:
    """The span of a length from a start.

    counted_from: the day the count restarted (a replacement, the end of installation); it
    never moves the count back, and never moves the first day.
    """
    if start.on is None:
        return TermSpan(start, unknown="start")
    origin = max(start.on, counted_from or start.on)
    begun = TermSpan(start, start.on, origin, suspended_days=suspended_days)
    if length == "lifetime":
        return replace(begun, endless=True)
    if length == "design life":
        if design_life_on is None:
            return replace(begun, unknown="design life")
        return replace(begun, nominal_on=design_life_on, ends_on=design_life_on)
    last = days.last_day(origin, length, suspended_days, zone)
    return replace(
        begun, nominal_on=last.nominal_on, ends_on=last.on, provisional=last.provisional
    )  # fmt: skip


def _day(kind: str, milestones: Sequence[Milestone], zone: ZoneInfo) -> date | None:
    on = counted_on(kind, milestones, zone)
    other = TOGETHER_WITH.get(kind)
    if on is None or other is None:
        return on
    return max(on, counted_on(other, milestones, zone) or on)


def _unsigned(kind: str, milestones: Iterable[Milestone]) -> tuple[str, ...]:
    """Who has not signed a paper that is there; nobody when there is no paper at all."""
    found = [milestone for milestone in milestones if milestone.kind == kind]
    if not found or not vocabulary.EVENTS[kind].signatures:
        return ()
    signed = frozenset[str]().union(*(milestone.signatures for milestone in found))
    return tuple(sorted(SIGNERS - signed))


def _counts(kind: str, found: Sequence[Milestone]) -> bool:
    return bool(found) and not _unsigned(kind, found)


def _half_signed(kind: str, found: Sequence[Milestone]) -> bool:
    return bool(_unsigned(kind, found))
