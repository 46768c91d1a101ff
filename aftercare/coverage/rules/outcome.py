"""What a decision about one component comes to, before it is written down as a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from aftercare.coverage.rules.reasons import Reason

Item = TypeVar("Item")
WorkLine = Literal["parts", "labour", "travel"]
Code = Literal[
    "warranty", "contract", "goodwill", "recover-at-cost", "list-price", "advice-only",
    "unknown-yet",
]  # fmt: skip
Covered = Literal["yes", "no", "advice", "undetermined"]
LINES: tuple[WorkLine, ...] = ("parts", "labour", "travel")

# The lower, the better for the customer.
RANK: dict[str, int] = {
    "warranty": 0, "contract": 0, "goodwill": 0, "unknown-yet": 1, "advice-only": 2,
    "recover-at-cost": 3, "list-price": 4,
}  # fmt: skip
NOBODY_YET = "unknown"


@dataclass(frozen=True)
class Settled:
    """One line: its code, who pays, the reason that decided it, and the fee rule if one did."""

    code: Code
    payer: str
    reason: Reason
    rule: str | None = None


class Running(NamedTuple):
    """A term or a rule in force."""

    source: Literal["plan", "law"]
    name: str
    ends_on: date | None


@dataclass(frozen=True)
class Branching:
    """What the outcome would be for some values of a fact."""

    fact: str
    values: tuple[str, ...]
    covered: Covered
    codes: dict[str, Code]
    branches: tuple["Branching", ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The answer for one component."""

    component: str | None
    covered: Covered
    lines: Mapping[WorkLine, Settled]
    reasons: tuple[Reason, ...]
    branches: tuple[Branching, ...] = ()
    needs: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    in_force: tuple[Running, ...] = field(default=())

    @property
    def codes(self) -> dict[str, Code]:
        return {line: settled.code for line, settled in self.lines.items()}

    @property
    def payers(self) -> dict[str, str]:
        return {line: settled.payer for line, settled in self.lines.items()}

    def answers_like(self, other: "Outcome") -> bool:
        """The same answer, whatever the reasons."""
        return (self.covered, self.codes, self.payers, self.branches) == (
            other.covered, other.codes, other.payers, other.branches,
        )  # fmt: skip


def together(answers: Iterable[Covered]) -> Covered:
    """One word for several components: what is covered shows, then what is open."""
    given = set(answers)
    order: tuple[Covered, ...] = ("yes", "undetermined", "advice", "no")
    return next(answer for answer in order if answer in given)


def unique(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each item once, in the order it first came."""
    found: list[Item] = []
    for item in items:
        if item not in found:
            found.append(item)
    return tuple(found)


def common(lists: Iterable[tuple[Reason, ...]]) -> tuple[Reason, ...]:
    """The reasons that every list holds, in the order of the first."""
    first, *others = lists
    return tuple(item for item in first if all(item in other for other in others))
