"""The legal floors as checking a plan needs them: the shortest warranty of each rule of law."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from aftercare.coverage.floors import loader
from aftercare.coverage.floors.records import Floor
from aftercare.kit.durations import Duration


@dataclass(frozen=True)
class Minimum:
    """The shortest warranty a rule of law allows; see `plans.language.checking.legal`."""

    length: Duration | None
    component: str | None
    products: tuple[str, ...]
    rule: str
    says_zh: str
    says_en: str


def minimums(on: date | None = None) -> dict[str, list[Minimum]]:
    """By set of rules, such as CN-construction; of the rules in force on a day, else today."""
    found: dict[str, list[Minimum]] = defaultdict(list)
    for floor in loader.in_force(on or datetime.now(UTC).date()):
        if not floor.applies_to.after_repair:  # what holds for the repaired spot is no warranty
            found[floor.set_] += _of(floor)
    return found


def _of(floor: Floor) -> list[Minimum]:
    """One for each component the rule names; wear parts and what is left out count as the whole."""
    length = floor.clock.length if floor.kind == "period" and floor.clock else None
    named: list[str | None] = [
        word for word in floor.applies_to.component if not word.startswith("not ")
    ]
    doubt = ("", "") if floor.verified else ("（未核实原文）", " (not verified)")
    return [
        Minimum(
            length if isinstance(length, Duration) else None,
            component,
            tuple(floor.applies_to.product),
            floor.id,
            floor.says.zh + doubt[0],
            floor.says.en + doubt[1],
        )
        for component in named or [None]
    ]
