"""Lives as tables: which verb leads from which state to which.

Buttons, API links and history lines come from these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import Refusal, Stale
from aftercare.kit.models import Living, Revised


@dataclass(frozen=True)
class Move:
    """A verb: the states it may start from, where it leads, and the event it records."""

    sources: frozenset[str]
    to: str  # empty: back to where the record was before, given by the action
    event: str
    label: Any
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()  # fields a person must give


def from_states(*states: str) -> frozenset[str]:
    """The states a move may start from."""
    return frozenset(states)


def open_moves(moves: Mapping[str, Move], state: str) -> list[str]:
    """The verbs that may be used in a state, in the order of the table."""
    return [verb for verb, move in moves.items() if state in move.sources]


def move(
    record: Living,
    verb: str,
    *,
    moves: Mapping[str, Move],
    revision: int | None = None,
    changes: Mapping[str, Any] | None = None,
    to: str = "",
) -> Move:
    """Carry out one move; `Refusal` when the table forbids it, `Stale` when another was first.

    The record needs the fields `state` and `revision`; `changes` are written in the same statement.
    """
    step, state = moves[verb], record.state
    check(record, verb, moves=moves, revision=revision)
    write(record, changes={**(changes or {}), "state": step.to or to}, expected={"state": state})
    return step


def check(
    record: Living, verb: str, *, moves: Mapping[str, Move], revision: int | None = None
) -> None:
    """Refuse a move that the table forbids, or that is asked for on an older revision."""
    expect(record, revision)
    if record.state not in moves[verb].sources:
        raise Refusal(
            _("This is not possible in the present state."),
            code="wrong-state",
            state=record.state,
            verb=verb,
        )


def expect(record: Revised, revision: int | None) -> None:
    """Refuse when the person looked at an older revision than the present one."""
    if revision is not None and revision != record.revision:
        raise stale(record)


def write(
    record: Revised, *, changes: Mapping[str, Any], expected: Mapping[str, Any] | None = None
) -> None:
    """Update a record only if nobody else did since it was read; `Stale` otherwise.

    What changes a record leaves an event, so the turn to append is taken before the row is locked.
    """
    events.take_turn()
    known = record.revision
    rows = type(record)._default_manager.filter(pk=record.pk, revision=known, **(expected or {}))
    if rows.update(**changes, revision=F("revision") + 1) == 0:
        raise stale(record)
    for name, value in changes.items():
        setattr(record, name, value)
    record.revision = known + 1


def stale(record: Revised) -> Stale:
    """Somebody changed this record since it was shown."""
    return Stale(
        _("Somebody else has changed this meanwhile. Look at the changes and try again."),
        subject=record.reference,
        revision=record.revision,
    )
