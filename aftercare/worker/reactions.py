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
from aftercare.phone import actions as phone
from aftercare.promises import actions as promises


def at_once(events: Sequence[Event]) -> None:
    """Let everybody see the events of this transaction."""
    promises.follow(events)
    for event in events:
        for react in REACTIONS.get(event.kind, ()):
            react(event)


def take_consequences(event: Event) -> None:
    """What a plan wants done when a promise is late."""
    case = _case(event)
    for action in event.data["actions"]:
        if case is not None and action in EFFECTS:
            EFFECTS[action](case, by=SYSTEM, at=event.occurred_at)
            case.refresh_from_db()
        else:
            _record_outcome(event, action)


def _record_outcome(event: Event, action: str) -> None:
    """On a unit, project or agreement the outcome is on record until its own folder acts on it."""
    kind = next((kind for verb, kind in OUTCOMES.items() if action.startswith(verb)), None)
    if kind is not None:
        data = {
            "commitment": event.data["commitment"],
            "promise": event.data["promise"],
            "action": action,
        }
        promises.record_outcome(event.subject, event.context, kind, at=event.occurred_at, data=data)


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

# `notify`, `escalate to` and `report to leaders` tell people, before anything here runs.
OUTCOMES: Mapping[str, str] = {
    "block claims": "claims.blocked",
    "deem sold": "stock.deemed_sold",
    "propose replacing": "replacing.proposed",
    "open corrective action": "corrective_action.opened",
    "raise priority": "priority.raised",
    "offer loan unit": "loan.proposed",
    "propose replacement": "replacement.proposed",
    "reassign technician": "reassignment.proposed",
}

REACTIONS: Mapping[str, Sequence[Callable[[Event], None]]] = {
    "case.reported": (phone.link_reported,),
    "promise.overdue": (take_consequences,),
}
