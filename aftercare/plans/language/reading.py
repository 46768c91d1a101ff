"""Reading a plan from text: never raises, says every mistake with its line and column."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from aftercare.plans.language import blanks, salvaging, shape
from aftercare.plans.language.blanks import Filled, Use
from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import Fault, Path, in_order
from aftercare.plans.language.salvaging import Rest
from aftercare.plans.language.tree import Positions, read_tree


@dataclass(frozen=True)
class Reading:
    """What came of reading a text.

    plan: None as soon as there is an error. faults: errors and warnings, top to bottom.
    positions: where everything readable stands. readable: the part that could be understood, for
    finding further mistakes in the same run; the whole plan when there was no error.
    """

    plan: Plan | None
    faults: list[Fault]
    positions: Positions = field(default_factory=Positions)
    readable: Plan | None = None

    @property
    def blank_paths(self) -> set[Path]:
        """The parts of the plan that a blank filled."""
        return set(self.readable.blank_uses) if self.readable else set()

    def with_faults(self, found: Iterable[Fault], name: str) -> "Reading":
        """The same reading with more faults found later."""
        named = [replace(fault, file=name) for fault in found]
        plan = None if any(fault.is_error for fault in named) else self.plan
        return replace(self, plan=plan, faults=in_order([*self.faults, *named]))


def read_plan(text: str | bytes, name: str) -> Reading:
    """Read a plan.

    text: YAML, at most 1 MB. name: what to call the file in faults. Never raises.
    """
    tree = read_tree(text)
    faults = list(tree.faults)
    rest = Rest(None, tree.positions)
    if tree.complete:
        filled = blanks.fill(tree.value, tree.positions)
        rest, wrong = _shaped(filled, tree.positions)
        faults += filled.faults + wrong
    named = in_order(replace(fault, file=name) for fault in faults)
    plan = None if any(fault.is_error for fault in named) else rest.plan
    return Reading(plan, named, rest.positions, rest.plan)


def _shaped(filled: Filled, positions: Positions) -> tuple[Rest, list[Fault]]:
    try:
        return Rest(_validated(filled.value, filled.uses), positions), []
    except ValidationError as error:
        faults = shape.faults_of(error, positions)
        kept = [fault for fault in faults if fault.path not in filled.unset]
        return salvaging.rest_of(filled, positions, error, _validated), kept


def _validated(value: dict[str, Any], uses: dict[Path, Use]) -> Plan:
    return Plan.model_validate(value, by_alias=True, by_name=False).with_blank_uses(uses)
