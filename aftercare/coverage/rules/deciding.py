"""Choosing for one component and one set of facts: what is free, what is not, what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import exclusions, expiry, explaining, grants, prices, spans, terms
from aftercare.coverage.rules.conditions import Facts
from aftercare.coverage.rules.grants import Grant
from aftercare.coverage.rules.outcome import (
    LINES,
    NOBODY_YET,
    RANK,
    Code,
    Covered,
    Outcome,
    Running,
    Settled,
    WorkLine,
    unique,
)
from aftercare.coverage.rules.prices import Priced
from aftercare.coverage.rules.question import Component, Question
from aftercare.coverage.rules.reach import reaches
from aftercare.coverage.rules.reasons import reason
from aftercare.coverage.rules.weighing import Weighed


@dataclass(frozen=True)
class Case:
    """One component of the unit with everything that does not depend on the facts."""

    question: Question
    component: Component

    @cached_property
    def of_plan(self) -> list[Grant]:
        """The plan's terms, the best for the customer first."""
        return grants.ranked(grants.of_plan(self.question, self.component))

    @cached_property
    def of_law(self) -> list[Grant]:
        """The legal periods, the best for the customer first."""
        return grants.ranked(grants.of_law(self.question, self.component))

    @cached_property
    def milestones(self) -> tuple[terms.Milestone, ...]:
        return spans.milestones_of(self.question, self.component)

    @cached_property
    def bars(self) -> list[Floor]:
        """The rules that forbid a ground of refusal."""
        return self._reaching("bar")

    @cached_property
    def burdens(self) -> list[Floor]:
        """The rules that lay the burden of proof on the business, whether they run or not."""
        return self._reaching("burden")

    def _reaching(self, kind: str) -> list[Floor]:
        """The rules of a kind that surely reach the component."""
        question, classes = self.question, self.component.classes
        promised = question.plan.floors if question.plan else ()
        return [
            floor
            for floor in sorted(
                (floor for floor in question.floors if floor.kind == kind),
                key=lambda floor: floor.id,
            )
            if reaches(floor, question.setting, classes, question.on, promised)
        ]

    @cached_property
    def running(self) -> tuple[Running, ...]:
        """Every term and rule in force on the day, whatever the cause."""
        return tuple(
            Running(grant.source, grant.name, grant.span.ends_on)
            for grant in (*self.of_plan, *self.of_law)
            if grant.state == "in force"
        )


def evaluate(case: Case, facts: Facts) -> Outcome:
    """The outcome for known facts; raises NeedFact for one that decides and is not known."""
    weighed = weigh(case, facts)
    lines = {line: _settle(weighed, line) for line in LINES}
    covered = _covered(weighed, lines)
    return Outcome(
        case.component.name or None, covered, lines,
        explaining.reasons(weighed, lines, covered),
        needs=_needs(weighed, lines),
        confirm=tuple(g.name for g in weighed.doubtful) if covered == "no" else (),
        remedies=_remedies(weighed), in_force=case.running,
    )  # fmt: skip


def weigh(case: Case, facts: Facts) -> Weighed:
    """Which grants are about the facts, and what speaks against them."""
    question = case.question
    about = [grant for grant in case.of_law if grant.reaches(facts)]
    found = exclusions.ground(question.plan, facts)
    return Weighed(
        question=question,
        facts=facts,
        of_plan=case.of_plan,
        plan=[grant for grant in case.of_plan if grant.live and grant.reaches(facts)],
        law=[grant for grant in about if grant.state in ("in force", "unknown")],
        expired_law=[grant for grant in about if grant.state == "expired"],
        ground=found,
        barred=exclusions.barred(case.bars, found, facts),
        bars=case.bars,
        afterwards=expiry.afterwards(
            question, case.component, case.milestones, case.of_plan, facts
        ),
        milestones=case.milestones,
    )


def _settle(weighed: Weighed, line: WorkLine) -> Settled:
    """One line: free by the best grant, open, still promised, advice only, or at a price."""
    winner, price = _winner(weighed, line)
    if winner is not None:
        return Settled("contract" if winner.handing_over else "warranty", "company", winner.told)
    otherwise = (
        _at(price, line) if price else _promised(weighed, line) or _refused(weighed, line)
    )  # fmt: skip
    opens = [grant for grant in weighed.open if line in grant.lines]
    if not opens and weighed.open and not weighed.giving and _free_if_covered(weighed, line):
        opens = weighed.open
    if not opens or RANK[otherwise.code] <= RANK["unknown-yet"]:
        return otherwise
    return Settled("unknown-yet", NOBODY_YET, opens[0].told)


def _free_if_covered(weighed: Weighed, line: WorkLine) -> bool:
    """A line that no open term is about, but that the plan makes free beside a covered one."""
    price = _price(weighed, line, "yes")
    return price is not None and price.free


def _winner(weighed: Weighed, line: WorkLine) -> tuple[Grant | None, Priced | None]:
    """The best grant that makes the line free, or the price the plan takes all the same."""
    giving = [grant for grant in weighed.giving if line in grant.lines]
    if not any(grant.source == "plan" for grant in giving):
        return (giving[0] if giving else None), None
    price = _price(weighed, line, "yes")
    if price is None or price.free:
        return giving[0], None
    of_law = [grant for grant in giving if grant.source == "law"]
    return (of_law[0] if of_law else None), price


def _promised(weighed: Weighed, line: WorkLine) -> Settled | None:
    """What the plan still gives when its terms are over, or would give on proof."""
    for state in ("proven", "wanting"):
        for entry in weighed.afterwards:
            if entry.state == state and line in entry.lines:
                free = state == "proven"
                code: Code = "contract" if free else "unknown-yet"
                return Settled(code, "company" if free else NOBODY_YET, entry.told)
    return None


def _refused(weighed: Weighed, line: WorkLine) -> Settled:
    """Advice only, or at the better of the prices that could apply."""
    if weighed.question.plan is None and any(line in one.lines for one in weighed.doubtful):
        return Settled("unknown-yet", NOBODY_YET, explaining.to_confirm(weighed))
    if weighed.ground is not None and weighed.ground.code is not None:
        return Settled(weighed.ground.code, "customer", weighed.ground.told)
    answers: tuple[Covered, ...] = ("yes", "no") if weighed.giving else ("no",)
    offers = [_at(_price(weighed, line, answer), line) for answer in answers]
    return min(offers, key=lambda settled: RANK[settled.code])


def _price(weighed: Weighed, line: WorkLine, covered: Covered) -> Priced | None:
    plan = weighed.question.plan
    return prices.priced(
        plan.fees if plan else None, line, {**weighed.facts, "covered": covered}
    )  # fmt: skip


def _at(price: Priced | None, line: WorkLine) -> Settled:
    """A line at a price; without a rule of the plan at the list price."""
    if price is None:
        return Settled("list-price", "customer", reason("price-default", line=line))
    code: Code = "contract" if price.free else "recover-at-cost" if price.at_cost else "list-price"
    rule = price.charge.name if price.charge else None
    return Settled(code, price.payer, price.told(line), rule)


def _covered(weighed: Weighed, lines: Mapping[WorkLine, Settled]) -> Covered:
    if weighed.giving or any(entry.state == "proven" for entry in weighed.afterwards):
        return "yes"
    if "unknown-yet" in {settled.code for settled in lines.values()}:
        return "undetermined"
    return "advice" if weighed.ground is not None and weighed.ground.advice else "no"


def _needs(weighed: Weighed, lines: Mapping[WorkLine, Settled]) -> tuple[str, ...]:
    """The papers and facts that would settle the lines that are open."""
    if "unknown-yet" not in {settled.code for settled in lines.values()}:
        return ()
    sources: Sequence[tuple[str, ...]] = [
        *(grant.needs for grant in weighed.open),
        *(entry.needs for entry in weighed.afterwards),
    ]
    return unique(need for needs in sources for need in needs)


def _remedies(weighed: Weighed) -> tuple[str, ...]:
    """What may be done for the customer free, as the covering grants say."""
    given = [remedy for grant in weighed.giving for remedy in grant.remedies]
    later = [r for entry in weighed.afterwards if entry.state == "proven" for r in entry.remedies]
    return unique([*given, *later])
