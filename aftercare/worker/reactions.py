"""Who reacts to which event: one table, read from top to bottom.

A reaction runs inside the transaction that records the event, so nothing it does can be
missing; and it may see an event only once, because an event is recorded once.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.promises import actions as promises


def at_once(events: Sequence[Event]) -> None:
    """Let everybody see the events of this transaction."""
    promises.follow(events)
    for event in events:
        for react in REACTIONS.get(event.kind, ()):
            react(event)


def take_consequences(event: Event) -> None:
    """What a plan wants done when a promise is late, on the case it is about."""
    case = _case(event)
    if case is None:
        return
    for action in event.data["actions"]:
        effect = EFFECTS.get(action)
        if effect is not None:
            effect(case, by=SYSTEM, at=event.occurred_at)
            case.refresh_from_db()


def _case(event: Event) -> Case | None:
    kind, _slash, key = event.subject.partition("/")
    return Case.objects.filter(pk=key).first() if kind == "case" else None


EFFECTS: Mapping[str, Callable[..., Any]] = {
    "offer loan unit": desk.offer_loan,
    "raise priority": desk.raise_priority,
    "propose replacement": desk.propose_replacement,
    "reassign technician": desk.propose_reassignment,
    "open corrective action": desk.open_corrective_action,
    "block claims": desk.block_claims,
}

REACTIONS: Mapping[str, Sequence[Callable[[Event], None]]] = {
    "promise.overdue": (take_consequences,),
}
