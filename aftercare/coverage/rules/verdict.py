"""Is it covered, line by line, and why.

`judge` puts the plan's terms and the periods of the law side by side and gives the customer
the best of them. An exclusion of the plan takes back what the plan gives, never what the law
gives. A fact that nobody knows yet is not guessed: the verdict is worked out for every value
it could have, and says what decides. A rule of law that is not verified may make something
free; it is never the reason for refusing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Self

from aftercare.coverage.rules import splitting
from aftercare.coverage.rules.outcome import (
    RANK,
    Branching,
    Code,
    Covered,
    Outcome,
    together,
    unique,
)
from aftercare.coverage.rules.question import Question
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language.document import Section


class Line(Section):
    """One line of the work: who bears it, the reason that decided it, the fee rule if one did."""

    line: Literal["parts", "labour", "travel"]
    component: str | None
    code: Code
    payer: str
    reason: Reason
    rule: str | None = None


class Branch(Section):
    """What the answer would be for some values of a fact that is not known."""

    fact: str
    values: tuple[str, ...]
    covered: Covered
    codes: dict[str, Code]
    branches: tuple["Branch", ...] = ()


class InForce(Section):
    """A term or a rule in force on the day; no end means it never ends, or not by date."""

    source: Literal["plan", "law"]
    name: str
    ends_on: date | None


class Verdict(Section):
    """The answer, with everything needed to explain it years later.

    reasons: the deciding one first. branches: what decides when something is not known.
    needs: papers or facts that would settle it. confirm: unverified rules of law because of
    which a refusal must be confirmed by a person.
    """

    on: date
    covered: Covered
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    branches: tuple[Branch, ...] = ()
    needs: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    in_force: tuple[InForce, ...] = ()

    def line(self, name: str, component: str | None = None) -> Line:
        """A line by its name; without a component the best one for the customer."""
        found = [
            line for line in self.lines if line.line == name and component in (None, line.component)
        ]
        return min(found, key=lambda line: RANK[line.code])

    def code(self, name: str, component: str | None = None) -> Code:
        """The code of a line."""
        return self.line(name, component).code

    @property
    def in_warranty(self) -> bool:
        """Some term or rule runs on the day, whatever the cause."""
        return bool(self.in_force)

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be frozen on a case."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `to_json` wrote; ValidationError when it is something else.

        What others noted beside it on the case (who decided, who overruled) is left alone.
        """
        return cls.model_validate({name: data[name] for name in cls.model_fields if name in data})


def judge(question: Question) -> Verdict:
    """Decide what is covered on the question's day; never raises for a missing paper."""
    found = [splitting.decide(question, name) for name in question.asked or (None,)]
    lines = [line for one in found for line in _lines(one)]
    return Verdict(
        on=question.on,
        covered=together([one.covered for one in found]),
        lines=tuple(lines),
        reasons=unique(reason_ for one in found for reason_ in one.reasons),
        branches=tuple(_branch(branch) for one in found for branch in one.branches),
        needs=unique(need for one in found for need in one.needs),
        confirm=unique(law for one in found for law in one.confirm),
        remedies=unique(remedy for one in found for remedy in one.remedies),
        in_force=unique(InForce(**running._asdict()) for one in found for running in one.in_force),
    )


def overruled(
    verdict: Verdict, lines: Iterable[str], *, why: str, by: str, component: str | None = None
) -> Verdict:
    """The verdict with lines given as goodwill by a person who may; the old reasons stay."""
    given = set(lines)
    note = reason("goodwill", why=why, by=by)
    changed = tuple(
        line.model_copy(update={"code": "goodwill", "payer": "company", "reason": note})
        if line.line in given and component in (None, line.component)
        else line
        for line in verdict.lines
    )
    return verdict.model_copy(update={"lines": changed, "reasons": (note, *verdict.reasons)})


def _lines(one: Outcome) -> list[Line]:
    return [
        Line(
            line=name, component=one.component, code=settled.code, payer=settled.payer,
            reason=settled.reason,
            rule=settled.rule,
        )
        for name, settled in one.lines.items()
    ]  # fmt: skip


def _branch(branch: Branching) -> Branch:
    return Branch(
        fact=branch.fact, values=branch.values, covered=branch.covered, codes=branch.codes,
        branches=tuple(_branch(inner) for inner in branch.branches),
    )  # fmt: skip
