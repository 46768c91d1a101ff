"""How satisfied people are with the manager of a project, in one figure (P07-25)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Opinion:
    """What one party said on a day, in percent of full satisfaction."""

    party: str
    percent: int
    on: date


def figure(opinions: Iterable[Opinion]) -> Decimal | None:
    """The mean of what each party said last, in percent to a tenth; None when nobody said any.

    Opinions come in the order in which they were taken down: of two of one day the later counts.
    """
    last: dict[str, Opinion] = {}
    for one in opinions:
        if one.party not in last or one.on >= last[one.party].on:
            last[one.party] = one
    if not last:
        return None
    mean = Decimal(sum(one.percent for one in last.values())) / len(last)
    return mean.quantize(TENTH, ROUND_HALF_UP)


def threshold(below: str) -> int:
    """The figure of a plan, such as `50%`, as a number."""
    return int(below.removesuffix("%"))


def is_too_low(found: Decimal | None, below: int) -> bool:
    """Whether the manager is put up for replacement: below the plan's figure, not at it."""
    return found is not None and found < below
