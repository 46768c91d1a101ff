"""How long a term really runs: standstill, restart after a replacement, recorded changes.

A replacement inherits what is left of the term unless a rule restarts it. A stretch in repair
lengthens a term only where a rule says so, and only when it began while the term ran. A
recorded change never reaches back before the day it was made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import days, repairs, terms
from aftercare.coverage.rules.question import Change, Component, Question
from aftercare.coverage.rules.reach import reaches
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.terms import Milestone, TermSpan, TermStart

SCOPES = {
    "replacement": frozenset({"part", "assembly", "unit"}),
    "unit-replacement": frozenset({"unit"}),
}


@dataclass(frozen=True)
class Run:
    """A span with what made it longer, shorter or later."""

    span: TermSpan
    notes: tuple[Reason, ...] = ()
    voided: bool = False


@dataclass(frozen=True)
class CountingRules:
    """What the rules that reach a component say about counting its terms."""

    rules: tuple[Floor, ...] = ()

    def saying(self, effect: str) -> list[Floor]:
        """The rules with something to say about one effect."""
        return [rule for rule in self.rules if rule.counting and getattr(rule.counting, effect)]

    def words(self, effect: str) -> frozenset[str]:
        """All they say about it."""
        return frozenset(
            word for rule in self.saying(effect) for word in getattr(rule.counting, effect)
        )

    def law(self, effect: str) -> tuple[str, ...]:
        """Their ids."""
        return tuple(sorted(rule.id for rule in self.saying(effect)))


def counting_rules(question: Question, component: Component) -> CountingRules:
    """The rules of law in force that stretch or restart the terms of a component."""
    promised = question.plan.floors if question.plan else ()
    found = [
        floor
        for floor in question.floors
        if floor.kind == "counting"
        and reaches(floor, question.setting, component.classes, question.on, promised)
    ]
    return CountingRules(tuple(sorted(found, key=lambda floor: floor.id)))


def milestones_of(question: Question, component: Component) -> tuple[Milestone, ...]:
    """The milestones that count for a component, the nearest subject first."""
    return terms.nearest([component.milestones, *question.levels])


def run(
    question: Question,
    component: Component,
    start: TermStart,
    length: terms.Length,
    counting: CountingRules,
    *,
    restarts: Sequence[date] = (),
) -> Run:
    """The span of a term of that start and length, with standstill and restarts.

    restarts: days on which the plan itself has the term counted anew.
    """
    counter = _Counter(question, component, start, length, counting)
    if start.on is None:
        return counter.from_day(None)
    later = _later_beginning(question, component, counting)
    found = _longer(counter.from_day(None), counter.from_day(later))
    law_days = counter.restarting_days()
    notes = _begun_later(found.span, later, counting)
    for on in sorted({*law_days, *restarts}):
        again = counter.from_day(on)
        if found.span.state_on(on) == "in force" and _longer(found, again) is again:
            law = counting.law("restarted_by") if on in law_days else ()
            found, notes = again, [reason("restarted", on=on, law=law)]
    notes += _inherits(question, component, law_days or list(restarts))
    return replace(found, notes=(*found.notes, *notes))


def changed(given: Run, changes: Iterable[Change], on: date) -> Run:
    """The span after the recorded changes, in the order they were made."""
    for change in sorted(changes, key=_when_made):
        given = _changed(given, change, on)
    return given


def _when_made(change: Change) -> tuple[date, str, date, str]:
    """In the order they were made; of one day, the same order whatever order they come in."""
    return change.on, change.kind, change.ends_on or date.max, change.why


def _longer(one: Run, other: Run) -> Run:
    """Of two ways to count, the one with the later end; the first when they end alike."""
    if one.span.ends_on is None or other.span.ends_on is None:
        return one
    return other if other.span.ends_on > one.span.ends_on else one


@dataclass(frozen=True)
class _Counter:
    question: Question
    component: Component
    start: TermStart
    length: terms.Length
    counting: CountingRules

    def from_day(self, counted_from: date | None) -> Run:
        """The span counted from a day, each standstill added that began while it ran."""
        span, still = self._span(counted_from, 0), 0
        for stretch in self._stretches():
            begun = days.day_of(stretch[0], self.question.zone)
            if span.ends_on and span.counted_from and span.counted_from <= begun <= span.ends_on:
                still += repairs.still_days(stretch)
                span = self._span(counted_from, still)
        law = self.counting.law("suspended_by")
        return Run(span, (reason("lengthened", days=still, law=law),) if still else ())

    def restarting_days(self) -> list[date]:
        """The days on which a rule of law restarts the term of this component."""
        words = self.counting.words("restarted_by")
        scopes = frozenset[str]().union(*(SCOPES.get(word, frozenset()) for word in words))
        return [
            days.day_of(repair.handed_back_at, self.question.zone)
            for repair in self.question.repairs
            if repair.handed_back_at is not None
            and self._touches(repair)
            and ("repair" in words or repair.replaced in scopes)
        ]

    def _touches(self, repair: repairs.Repair) -> bool:
        return repair.replaced == "unit" or (
            repair.component is not None and repair.component == self.component.name
        )

    def _stretches(self) -> tuple[repairs.Stretch, ...]:
        reasons = self.counting.words("suspended_by")
        until = days.end_of(self.question.on, self.question.zone)
        return repairs.standing_still(self.question.repairs, reasons, until)

    def _span(self, counted_from: date | None, still: int) -> TermSpan:
        life = self.component.design_life_on or self.question.design_life_on
        return terms.span_of(
            self.start, self.length, still, self.question.zone,
            counted_from=counted_from, design_life_on=life,
        )  # fmt: skip


def _later_beginning(
    question: Question, component: Component, counting: CountingRules
) -> date | None:
    """The day of an event that moves the count on, such as the end of installation."""
    found = milestones_of(question, component)
    known = (
        terms.counted_on(kind, found, question.zone) for kind in counting.words("begins_later")
    )
    return max((on for on in known if on is not None), default=None)


def _begun_later(span: TermSpan, later: date | None, counting: CountingRules) -> list[Reason]:
    if later is None or span.counted_from != later or later == span.begins_on:
        return []
    return [reason("counted-later", on=later, law=counting.law("begins_later"))]


def _inherits(question: Question, component: Component, restarted: Sequence[date]) -> list[Reason]:
    """That an exchanged part keeps what is left of the term, when nothing restarts it."""
    scopes = SCOPES["replacement"]
    on = repairs.replaced_on(question.repairs, component.name, question.zone, scopes)
    return [reason("inherited", on=on)] if on is not None and not restarted else []


def _changed(given: Run, change: Change, on: date) -> Run:
    span = given.span
    if change.kind == "void":
        ended = change.on - timedelta(days=1)
        earlier = ended if span.ends_on is None else min(span.ends_on, ended)
        note = reason("voided", on=change.on, why=change.why)
        cut = replace(span, ends_on=earlier, endless=False)
        return Run(cut, (*given.notes, note), given.voided or on >= change.on)
    if change.ends_on is None or span.begins_on is None:
        return given
    if change.kind == "shorten":
        new = max(change.ends_on, change.on)
        ends_on = new if span.ends_on is None else min(span.ends_on, new)
    else:
        ends_on = max(span.ends_on or change.ends_on, change.ends_on)
    note = reason(change.kind, on=change.on, ends_on=ends_on, why=change.why)
    endless = span.endless and change.kind != "shorten"
    return replace(
        given, span=replace(span, ends_on=ends_on, endless=endless), notes=(*given.notes, note)
    )
