"""What could cover a fault: the terms of the plan and the periods of the law, side by side.

Each grant knows its state on the day and why, so that a verdict only has to choose. A grant
of law reaches faults of quality only; a term of a plan reaches what the plan says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from aftercare.coverage.floors.records import Floor, Seasons
from aftercare.coverage.rules import days, spans, terms
from aftercare.coverage.rules.conditions import Facts, allows, demanded, known
from aftercare.coverage.rules.question import Component, Question
from aftercare.coverage.rules.reach import reaches
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.spans import CountingRules, Run
from aftercare.coverage.rules.terms import Milestone, TermSpan
from aftercare.plans.language.document import Conditions, Term, Words

State = Literal["in force", "expired", "not begun", "unknown"]
LIVE = ("in force", "not begun", "unknown")


@dataclass(frozen=True)
class Grant:
    """A promise or a rule that may make a line free.

    covers: the conditions under which it does. express: it names causes one by one, so a
    general exclusion does not take them back. told: its state in a sentence. notes: what made
    it start, end or run as it does. needs: papers that would settle it.
    """

    name: str
    source: Literal["plan", "law"]
    title: Words
    state: State
    span: TermSpan
    covers: Conditions
    told: Reason
    lines: frozenset[str] = frozenset()
    notes: tuple[Reason, ...] = ()
    remedies: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    verified: bool = True

    @property
    def live(self) -> bool:
        """It covers, or nobody can say yet that it does not."""
        return self.state in LIVE

    @property
    def handing_over(self) -> bool:
        """Not begun because the goods are not handed over yet: they must still be put right."""
        return self.state == "not begun" and self.span.start.because in terms.HANDING_OVER

    def reaches(self, facts: Facts) -> bool:
        """Whether it is about these facts; raises NeedFact when that is not known."""
        return demanded(self.covers, facts)

    def express(self, facts: Facts) -> bool:
        """Whether it names the cause itself."""
        return facts.get("cause") in self.covers.get("cause", [])

    @property
    def rank(self) -> tuple[bool, date, bool, str]:
        """The best for the customer first: the latest end, the plan before the law."""
        ends_on = date.max if self.span.endless else self.span.ends_on or date.min
        return (self.state == "in force", ends_on, self.source == "plan", self.name)


def ranked(found: Iterable[Grant]) -> list[Grant]:
    """The best for the customer first; the order they came in means nothing."""
    return sorted(found, key=lambda grant: grant.rank, reverse=True)


def of_plan(question: Question, component: Component) -> list[Grant]:
    """The plan's terms for a component, whatever the cause.

    Of a service line that is known the terms of that line only: what is promised for another
    neither speaks for nor against anything here. While the line is not known, those of all.
    """
    if question.plan is None:
        return []
    counting = spans.counting_rules(question, component)
    line = known(question.facts).get("service")
    about = [
        term
        for term in question.plan.warranty
        if (not term.covers.component or component.name in term.covers.component)
        and (line is None or allows(term.covers.service, line))
    ]
    return [_of_term(question, component, term, counting) for term in about]


def of_law(question: Question, component: Component) -> list[Grant]:
    """The legal minimum periods that reach a component, or may reach it."""
    counting = spans.counting_rules(question, component)
    promised = question.plan.floors if question.plan else ()
    found = []
    for floor in question.floors:
        if floor.kind != "period":
            continue
        reached = reaches(floor, question.setting, component.classes, question.on, promised)
        if reached is not False and not _displaced(floor, question):
            grant = _of_floor(question, component, floor, counting)
            found += [grant if reached else _perhaps(grant)] if grant else []
    return found


def _displaced(floor: Floor, question: Question) -> bool:
    """A rule that only fills a gap gives way to what the plan says."""
    return floor.mandatory != "floor" and question.plan is not None


def _of_term(
    question: Question, component: Component, term: Term, counting: CountingRules
) -> Grant:
    start = terms.start_of(term, spans.milestones_of(question, component), question.zone)
    changes = [
        change
        for change in question.changes
        if change.term in (None, term.name) and change.component in (None, component.name)
    ]
    restarts = [change.on for change in changes if change.kind == "restart"]
    given = spans.run(question, component, start, term.length, counting, restarts=restarts)
    given = spans.changed(given, (c for c in changes if c.kind != "restart"), question.on)
    covers = {"service": term.covers.service, "cause": term.covers.cause}
    clauses = tuple(term.clauses)
    title = term.title or Words(zh=term.name, en=term.name)
    state: State = "expired" if given.voided else _state(given.span, question.on)
    return Grant(
        term.name, "plan", title, state, given.span,
        {fact: words for fact, words in covers.items() if words},
        _told(title, state, given.span, clauses),
        frozenset(term.covers.lines),
        (*_start_notes(given.span, clauses), *given.notes),
        tuple(term.remedies), clauses, _needs(given.span),
    )  # fmt: skip


def _of_floor(
    question: Question, component: Component, floor: Floor, counting: CountingRules
) -> Grant | None:
    given = _legal_run(question, component, floor, counting)
    if given is None:
        return None
    state, needs = _legal_state(question, floor, given.span)
    told = reason(
        f"law-{state.replace(' ', '-')}", title=floor.says, ends_on=given.span.ends_on,
        begins_on=given.span.begins_on, because=given.span.start.because,
        missing=given.span.unknown or (needs[0] if needs else None),
        law=[floor.id],
    )  # fmt: skip
    return Grant(
        floor.id, "law", floor.says, state, given.span, {"cause": floor.causes}, told,
        frozenset(floor.lines), (*_provisional(given.span), *given.notes),
        tuple(floor.remedies), (), needs, floor.verified,
    )  # fmt: skip


def _legal_run(
    question: Question, component: Component, floor: Floor, counting: CountingRules
) -> Run | None:
    clock = floor.clock
    if clock is None:
        return None
    milestones = spans.milestones_of(question, component)
    if floor.applies_to.after_repair:
        milestones = _last_repair(question, component)
        if not milestones:
            return None
    start = terms.first_known(clock.from_, milestones, question.zone)
    if clock.length is not None:
        return spans.run(question, component, start, clock.length, counting)
    begun = TermSpan(start, start.on, start.on)
    return Run(_seasons(question, clock.seasons, begun)) if clock.seasons else None


def _last_repair(question: Question, component: Component) -> tuple[Milestone, ...]:
    """The last time the component was given back repaired, as the event that a case was solved."""
    found = [
        repair.handed_back_at
        for repair in question.repairs
        if repair.handed_back_at is not None and repair.component == component.name
    ]
    return (Milestone("case.solved", max(found), max(found)),) if found else ()


def _seasons(question: Question, wanted: Seasons, span: TermSpan) -> TermSpan:
    """A length in seasons: only those that begin after the start count.

    Without published dates the end is not known; but so many seasons never pass in fewer
    years less one.
    """
    if span.begins_on is None:
        return replace(span, unknown="start")
    dates = sorted(
        season.ends_on
        for season in question.seasons.get(wanted.name, ())
        if season.begins_on >= span.begins_on
    )
    if len(dates) >= wanted.count:
        last = days.rolled(span.begins_on, dates[wanted.count - 1], question.zone)
        return replace(span, ends_on=last.on, nominal_on=last.nominal_on)
    sure_until = date(span.begins_on.year + wanted.count - 1, span.begins_on.month, 1)
    if question.on < max([sure_until, *dates[-1:]]):
        return span
    return replace(span, unknown="season")


def _legal_state(question: Question, floor: Floor, span: TermSpan) -> tuple[State, tuple[str, ...]]:
    state = _state(span, question.on)
    limit = floor.clock.km if floor.clock else None
    if state != "in force" or limit is None:
        return state, _needs(span)
    if question.km is None:
        return "unknown", ("km",)
    return ("in force" if question.km <= limit else "expired"), ()


def _perhaps(grant: Grant) -> Grant:
    """A grant that reaches only some classes of parts, when the class is not known."""
    if not grant.live:
        return grant
    told = reason("law-class-unknown", title=grant.title, law=grant.told.law)
    return replace(grant, state="unknown", told=told, needs=("component class",))


def _state(span: TermSpan, on: date) -> State:
    return span.state_on(on)


def _told(title: Words, state: State, span: TermSpan, clauses: Sequence[str]) -> Reason:
    if state == "unknown" and span.unknown == "start":
        return reason("start-missing", title=title, needs=span.start.needs, clauses=clauses)
    if state == "unknown":
        return reason("end-missing", title=title, missing=span.unknown, clauses=clauses)
    if span.begins_on is None:
        return reason("term-ended", title=title, clauses=clauses)
    endless = state == "in force" and span.endless
    return reason(
        "term-endless" if endless else f"term-{state.replace(' ', '-')}",
        title=title, begins_on=span.begins_on, ends_on=span.ends_on,
        because=span.start.because, clauses=clauses,
    )  # fmt: skip


def _start_notes(span: TermSpan, clauses: Sequence[str]) -> tuple[Reason, ...]:
    """Whose signature lacks, which paper stood in for which, and the other dates on record."""
    start, notes = span.start, list(_provisional(span))
    if start.unsigned_by:
        notes.append(reason("unsigned", parties=start.unsigned_by, clauses=clauses))
    if start.papers_missing:
        notes.append(reason("papers-missing", because=start.because, on=start.on, clauses=clauses))
    elif start.fallback_used:
        notes.append(reason("fallback", because=start.because, on=start.on, clauses=clauses))
    for kind, on in start.known:
        if kind != start.because and on != start.on:
            notes.append(reason("other-date", because=kind, on=on, clauses=clauses))
    return tuple(notes)


def _provisional(span: TermSpan) -> tuple[Reason, ...]:
    return (reason("provisional", on=span.ends_on),) if span.provisional else ()


def _needs(span: TermSpan) -> tuple[str, ...]:
    if span.unknown is None:
        return ()
    return span.start.needs if span.unknown == "start" else (span.unknown,)
