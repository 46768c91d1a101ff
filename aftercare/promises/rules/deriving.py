"""From what happened to what is promised: the fold at the heart of the engine.

`derive` is a pure function of the terms, the events of one subject and a moment. The
incremental path and the full replay both call it, so they cannot disagree. Nothing here reads
a clock or a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from aftercare.kit.durations import Duration
from aftercare.promises.rules.counting import Pause


class State(StrEnum):
    """How a commitment stands or ended."""

    OPEN = "open"
    PAUSED = "paused"
    KEPT = "kept"
    LATE = "late"  # met, but after the due moment
    BROKEN = "broken"  # never met, and its moment passed
    WAIVED = "waived"  # the customer or an authorised person let it go
    VOID = "void"  # it ceased to apply


RUNNING = frozenset({State.OPEN, State.PAUSED})


@dataclass(frozen=True)
class Happening:
    """One event as the engine sees it."""

    sequence: int
    kind: str
    at: datetime
    recorded_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Derived:
    """One promise on one occasion, as it stands at a moment.

    due_at is None while a pause runs or when the calendar never opens again. `provisional`
    says that a year without published holidays was counted. `started_by`, `met_by` are event
    sequence numbers; `number` counts occasions of a schedule, `variant` changes of the terms
    on the same occasion.
    """

    version: int
    promise: str
    number: int
    variant: int
    started_by: int
    started_at: datetime
    target: str
    row: str
    due_at: datetime | None
    provisional: bool
    state: State
    pauses: tuple[Pause, ...] = ()
    opens_at: datetime | None = None
    met_by: int | None = None
    met_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    responsible: str = ""
    organisation: str = ""
    length: Duration | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """What makes it this promise on this occasion and no other."""
        return f"{self.version}:{self.promise}:{self.started_by}:{self.number}:{self.variant}"


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """Events by the moment they happened; those of one moment in the order they were recorded."""
    return sorted(happenings, key=lambda one: (one.at, one.sequence))


def facts_from(happening: Happening, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts after an event; `responsible` and `organisation` say who is answerable now."""
    data = happening.data
    new = {**facts, **data.get("facts", {})}
    for name in ("responsible", "organisation"):
        if name in data:
            new[name] = data[name]
    return new


def starts(happenings: Sequence[Happening], kind: str | None) -> list[Happening]:
    """The events of a kind that start something."""
    return [one for one in happenings if one.kind == kind]
