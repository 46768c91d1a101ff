"""Facts nobody knows yet: the outcome for each value they could have, put together.

Where every value leads to the same answer the fact does not matter. Where not, what differs
is open, and the branches say what decides. When the law lays the burden of proof on the
business, an unknown cause counts as one of quality until the business proves another.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import deciding, outcome, spans, terms
from aftercare.coverage.rules.conditions import NOT, UNKNOWN, Facts, NeedFact, allows, known
from aftercare.coverage.rules.outcome import NOBODY_YET, RANK, Branching, Outcome, Settled
from aftercare.coverage.rules.question import Question
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Plan

OTHER = "other"
PRESUMED = "product"
CAUSES = tuple(cause for cause in vocabulary.VALUES["cause"] if cause != UNKNOWN)


@dataclass(frozen=True)
class _Cases:
    """The cases of a question, one for each component, worked out once."""

    question: Question
    made: dict[str | None, deciding.Case] = field(default_factory=dict)

    @cached_property
    def causes(self) -> list[list[str]]:
        """The causes, those together that nothing tells apart."""
        lists = _lists_of_causes(self.question)
        groups: dict[tuple[bool, ...], list[str]] = {}
        for cause in CAUSES:
            groups.setdefault(tuple(allows(words, cause) for words in lists), []).append(cause)
        return list(groups.values())

    def of(self, component: str | None) -> deciding.Case:
        if component not in self.made:
            part = self.question.component(component)
            self.made[component] = deciding.Case(self.question, part)
        return self.made[component]

    def alike(self, fact: str) -> list[list[str]]:
        """The values of a fact, those together that nothing tells apart."""
        if fact == "cause":
            return self.causes
        return [[value] for value in _values(self.question, fact)]


def decide(question: Question, component: str | None) -> Outcome:
    """The outcome for one component, or for a unit of which nobody knows which part it is."""
    facts = {fact: value for fact, value in known(question.facts).items() if fact != "covered"}
    if component is not None:
        facts["component"] = component
    return _settle(_Cases(question), facts)


def _settle(cases: _Cases, facts: Facts) -> Outcome:
    try:
        if "component" not in facts and _components(cases.question):
            raise NeedFact("component")
        return deciding.evaluate(cases.of(facts.get("component")), facts)
    except NeedFact as need:
        return _split(cases, facts, need.fact)


def _split(cases: _Cases, facts: Facts, fact: str) -> Outcome:
    found: dict[str, Outcome] = {}
    for values in cases.alike(fact):
        one = _settle(cases, {**facts, fact: values[0]})
        found |= dict.fromkeys(values, one)
    merged = _merged(fact, found)
    if fact != "cause" or not merged.branches:
        return merged
    burdens = _burdens(cases.of(facts.get("component")))
    return _presumed(merged, found[PRESUMED], burdens) if burdens else merged


def _merged(fact: str, found: dict[str, Outcome]) -> Outcome:
    outcomes = list(found.values())
    first = outcomes[0]
    shared = outcome.common([one.reasons for one in outcomes])
    needs = outcome.unique(need for one in outcomes for need in one.needs)
    confirm = outcome.unique(law for one in outcomes for law in one.confirm)
    running = outcome.unique(term for one in outcomes for term in one.in_force)
    if all(one.answers_like(first) for one in outcomes):
        return replace(
            first, component=_same_component(outcomes), lines=_shared_lines(fact, outcomes),
            reasons=shared or (reason("either-way", fact=fact),),
            needs=needs, confirm=confirm, in_force=running,
        )  # fmt: skip
    branches = _branches(fact, found)
    covered = {one.covered for one in outcomes}
    return Outcome(
        _same_component(outcomes),
        first.covered if len(covered) == 1 else "undetermined",
        _shared_lines(fact, outcomes),
        (_depends(fact, branches), *shared),
        branches=branches, needs=needs, confirm=confirm, in_force=running,
        remedies=tuple(r for r in first.remedies if all(r in one.remedies for one in outcomes)),
    )  # fmt: skip


def _shared_lines(fact: str, outcomes: list[Outcome]) -> dict[outcome.WorkLine, Settled]:
    return {
        line: _shared_line(fact, [one.lines[line] for one in outcomes]) for line in outcome.LINES
    }


def _shared_line(fact: str, settled: list[Settled]) -> Settled:
    """The line every value leads to; open where they differ."""
    first = settled[0]
    if any(one.code != first.code for one in settled):
        return Settled("unknown-yet", NOBODY_YET, reason("depends-on", fact=fact))
    same_payer = all(one.payer == first.payer for one in settled)
    same_reason = all(one.reason == first.reason for one in settled)
    told = first.reason if same_reason else reason("either-way", fact=fact)
    return replace(first, payer=first.payer if same_payer else NOBODY_YET, reason=told)


def _branches(fact: str, found: dict[str, Outcome]) -> tuple[Branching, ...]:
    """The values grouped by the answer they lead to."""
    groups: list[tuple[Outcome, list[str]]] = []
    for value, one in found.items():
        group = next((values for other, values in groups if other.answers_like(one)), None)
        if group is None:
            groups.append((one, [value]))
        else:
            group.append(value)
    return tuple(
        Branching(fact, tuple(values), one.covered, one.codes, one.branches)
        for one, values in groups
    )


def _depends(fact: str, branches: tuple[Branching, ...]) -> Reason:
    values = [value for branch in branches if branch.covered == "yes" for value in branch.values]
    if fact == "cause" and values:
        return reason("depends-on-cause", causes=values)
    return reason("depends-on", fact=fact)


def _same_component(outcomes: list[Outcome]) -> str | None:
    names = {one.component for one in outcomes}
    return names.pop() if len(names) == 1 else None


def _presumed(merged: Outcome, presumed: Outcome, burdens: list[Floor]) -> Outcome:
    """The outcome while the business has not proven a cause of the customer's."""
    if presumed.covered != "yes":
        return merged
    lines = {
        line: min(merged.lines[line], presumed.lines[line], key=lambda settled: RANK[settled.code])
        for line in outcome.LINES
    }
    note = reason("burden-of-proof", title=burdens[0].says, law=[floor.id for floor in burdens])
    return replace(
        presumed, covered="yes", lines=lines, branches=merged.branches,
        reasons=outcome.unique([note, *presumed.reasons, merged.reasons[0]]),
    )  # fmt: skip


def _burdens(case: deciding.Case) -> list[Floor]:
    """The rules that lay the burden of proof on the business on the day."""
    return [floor for floor in case.burdens if _runs(case, floor)]


def _runs(case: deciding.Case, floor: Floor) -> bool:
    question = case.question
    if floor.clock is None or floor.clock.length is None:
        return bool(case.running)
    start = terms.first_known(floor.clock.from_, case.milestones, question.zone)
    counting = spans.counting_rules(question, case.component)
    given = spans.run(question, case.component, start, floor.clock.length, counting)
    return given.span.state_on(question.on) == "in force"


def _components(question: Question) -> list[str]:
    """The components it could be: those of the unit and those the plan knows.

    A plan that speaks of some components and lists none may mean others besides.
    """
    listed = {component.name for component in question.components}
    if question.plan is None:
        return sorted(listed)
    spoken_of = _mentioned(question.plan, "component")
    if not listed and not spoken_of:
        return []
    known_ones = sorted(listed | spoken_of | set(question.plan.components))
    return known_ones if question.plan.components or not spoken_of else [*known_ones, OTHER]


def _values(question: Question, fact: str) -> list[str]:
    """The values a fact could have; `other` stands for those the plan does not speak of."""
    if fact == "component":
        return _components(question)
    if fact == "service" and question.plan and question.plan.services:
        return sorted(question.plan.services)
    return [*sorted(_mentioned(question.plan, fact)), OTHER]


def _lists_of_causes(question: Question) -> list[tuple[str, ...]]:
    """Every list of causes that could tell two causes apart."""
    lists: list[list[str]] = [["abnormal-life"]]
    lists += [floor.causes for floor in question.floors if floor.kind == "period"]
    lists += [floor.bars.causes for floor in question.floors if floor.bars]
    if question.plan is not None:
        plan = question.plan
        exclusions = [*plan.exclusions, *plan.advice_only]
        lists += [exclusion.cause for exclusion in exclusions]
        lists += [exclusion.when.get("cause", []) for exclusion in exclusions]
        lists += [charge.when.get("cause", []) for charge in plan.fees.charges]
        lists += [term.covers.cause for term in plan.warranty]
        lists += [entry.covers.cause for entry in plan.after_expiry]
    return sorted({tuple(words) for words in lists if words})


def _mentioned(plan: Plan | None, fact: str) -> set[str]:
    """The values of a fact that a plan speaks of, anywhere in what decides a verdict."""
    if plan is None:
        return set()
    whens = [exclusion.when for exclusion in (*plan.exclusions, *plan.advice_only)]
    whens += [charge.when for charge in plan.fees.charges]
    listed = [word for when in whens for word in when.get(fact, [])]
    covers = [term.covers for term in plan.warranty]
    covers += [entry.covers for entry in plan.after_expiry]
    if fact in ("service", "component"):
        listed += [word for cover in covers for word in getattr(cover, fact)]
    return {word.removeprefix(NOT) for word in listed}
