"""What is left of a plan when the parts that cannot be understood are taken out.

Only to find further mistakes in the same run: what is left is never loaded.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from aftercare.plans.language import shape
from aftercare.plans.language.blanks import Filled, Use
from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import MOST_FAULTS, Path
from aftercare.plans.language.tree import Positions, moved_up

ROUNDS = 12
STAND_INS: Mapping[str, Any] = {
    "plan": "unnamed",
    "title": {"zh": "", "en": ""},
    "catalogue": "P00",
}

Validate = Callable[[dict[str, Any], dict[Path, Use]], Plan]


@dataclass(frozen=True)
class Rest:
    """The understandable part of a plan, and where its parts stand."""

    plan: Plan | None
    positions: Positions


def rest_of(filled: Filled, positions: Positions, error: ValidationError, read: Validate) -> Rest:
    """Take out what `error` complains about, until the rest can be read."""
    if error.error_count() > MOST_FAULTS:
        return Rest(None, positions)
    value, uses = copy.deepcopy(filled.value), dict(filled.uses)
    for _ in range(ROUNDS):
        for path in _wrong(error):
            positions, uses = _take_out(value, path, positions, uses)
        try:
            return Rest(read(value, uses), positions)
        except ValidationError as again:
            error = again
    return Rest(None, positions)


def _wrong(error: ValidationError) -> list[Path]:
    """The parts to take out, later list entries first; one that lacks something goes as a whole."""
    paths = {_culprit(detail["type"], detail["loc"]) for detail in error.errors()}
    return sorted(paths, key=lambda path: [str(part).zfill(9) for part in path], reverse=True)


def _culprit(kind: str, location: Path) -> Path:
    path = shape.path_of(location)
    return path[:-1] if kind == "missing" and len(path) > 1 else path


def _take_out(
    value: Any, path: Path, positions: Positions, uses: dict[Path, Use]
) -> tuple[Positions, dict[Path, Use]]:
    if not path:
        return positions, uses
    around = _at(value, path[:-1])
    last = path[-1]
    if isinstance(around, dict):
        around.pop(last, None)
        if len(path) == 1 and last in STAND_INS:
            around[last] = STAND_INS[str(last)]
    elif isinstance(around, list) and isinstance(last, int) and last < len(around):
        del around[last]
        return positions.without(path), {q: u for p, u in uses.items() if (q := moved_up(p, path))}
    return positions, uses


def _at(value: Any, path: Path) -> Any:
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
