"""Stretches during which a clock stands still."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from aftercare.promises.rules import instants

ONGOING = 1 << 62  # later than every moment


@dataclass(frozen=True)
class Pause:
    """A clock stood still from one moment to another.

    ends_at: None while it still runs.
    reason: the named reason for waiting.
    event: the number of the event that began it.
    """

    begins_at: datetime
    ends_at: datetime | None
    reason: str = ""
    event: int | None = None


def in_order(pauses: Sequence[Pause]) -> Sequence[Pause]:
    """By their beginning; the order they come in means nothing."""
    earlier = None
    for pause in pauses:
        if earlier is not None and pause.begins_at < earlier:
            return sorted(pauses, key=attrgetter("begins_at"))
        earlier = pause.begins_at
    return pauses


def stretches(pauses: Sequence[Pause], begin: int) -> Iterator[tuple[int, int, Pause]]:
    """What each pause adds after a moment: in order, overlaps only once, empty ones left out.

    A running pause ends at ONGOING.
    """
    reached = begin
    for pause in in_order(pauses):
        ends_at = ONGOING if pause.ends_at is None else instants.micros(pause.ends_at)
        begins_at = max(instants.micros(pause.begins_at), reached)
        if begins_at < ends_at:
            yield begins_at, ends_at, pause
            reached = ends_at
