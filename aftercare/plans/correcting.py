"""Milestones that were told wrong: which of the events on record count, and as what.

Nothing on record is ever changed. A later event of the same kind and subject names the one it
corrects; from then on that one counts as the later one tells it, or not at all if it never
happened. It keeps its place, so that what it started goes on and is not started again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

CORRECTS = "corrects"  # the sequence number of the event that was told wrong
WITHDRAWN = "withdrawn"  # it never happened
NOT_SAID = frozenset({CORRECTS, WITHDRAWN, "reason", "facts"})


def said(data: Mapping[str, Any]) -> dict[str, Any]:
    """What people said of a milestone: without the marks of corrections, and without what held
    for the customer at that time."""
    return {name: value for name, value in data.items() if name not in NOT_SAID}


class Told(Protocol):
    """An event, as a row or as the engine sees it."""

    @property
    def sequence(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


T = TypeVar("T", bound=Told)


def as_told_now(events: Iterable[T]) -> list[tuple[T, T]]:
    """The events that count, each with the one that tells it now, in the order of recording.

    An event never corrected stands beside itself; one that was withdrawn is left out.
    """
    first: dict[int, T] = {}
    latest: dict[int, T] = {}
    roots: dict[int, int] = {}
    for event in sorted(events, key=lambda one: one.sequence):
        root = roots.get(event.data.get(CORRECTS, 0))
        if root is None or first[root].kind != event.kind:
            root = event.sequence
            first[root] = event
        roots[event.sequence] = root
        latest[root] = event
    return [(first[root], now) for root, now in latest.items() if not now.data.get(WITHDRAWN)]
