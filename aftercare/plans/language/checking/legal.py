"""Warranty terms against the shortest the law allows."""

from collections.abc import Collection, Mapping
from typing import Protocol

from aftercare.kit.durations import Duration
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Term
from aftercare.plans.language.lengths import longer


class Minimum(Protocol):
    """The shortest warranty a legal rule allows; `component` None means the whole."""

    @property
    def component(self) -> str | None:
        """The component it is about."""

    @property
    def length(self) -> Duration:
        """The shortest length."""


Floors = Mapping[str, Collection[Minimum]]  # name of a floor, such as CN-consumer -> its minimums


def look(findings: Findings, floors: Floors) -> None:
    """Check each term against the floors of the plan."""
    for floor in findings.plan.floors:
        for minimum in floors.get(floor, ()):
            for index, term in enumerate(findings.plan.warranty):
                if _below(term, minimum):
                    own, limit = str(term.length), str(minimum.length)
                    path = ("warranty", index, "length")
                    findings.warn(path, "below_floor", own=own, floor=floor, limit=limit)


def _below(term: Term, minimum: Minimum) -> bool:
    named = term.covers.component
    about = minimum.component is None or not named or minimum.component in named
    return (
        about and isinstance(term.length, Duration) and longer(minimum.length, term.length) is True
    )
