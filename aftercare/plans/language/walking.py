"""Going through all parts of a plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from aftercare.plans.language.document import Plan, Section
from aftercare.plans.language.faults import Path


def sections(plan: Plan) -> Iterator[tuple[Path, Section]]:
    """Every part of the plan that has fields of its own, with its path, in the plan's order."""
    return _below((), plan)


def _below(path: Path, value: Any) -> Iterator[tuple[Path, Section]]:
    if isinstance(value, Section):
        if path:
            yield path, value
        for name, field in type(value).model_fields.items():
            yield from _below((*path, field.alias or name), getattr(value, name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _below((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _below((*path, index), inner)
