"""What follows from events a moment later: the worker goes through the chain, and each event is
followed once, in its order, however many workers there are.

The chain has no gaps, so a number is all that must be remembered; it moves in the transaction of
what was done. A worker that is killed has done it wholly or not at all.
"""

import structlog
from django.db import OperationalError, transaction

from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.worker.models import Reached
from aftercare.worker.reactions import SOON

REACTIONS = "reactions"  # the last event that was followed
AT_ONCE = 20
LOOKED_AT = 5000
log = structlog.get_logger(__name__)


@transaction.atomic
def follow_up() -> int:
    """Follow some events that nobody has followed yet; how many. Nothing when another worker is
    about it."""
    known = events.length()  # before the events are read: none of those up to here is missing
    reached = _reached()
    if reached is None or reached.number >= known:
        return 0
    found = _next(reached, known)
    for event in found:
        _follow(event)
    reached.save(update_fields=["number"])
    return len(found)


def _next(reached: Reached, known: int) -> list[Event]:
    """The events to follow now; `reached` moves to the last one that was looked at.

    Kinds are told apart here, not in the statement: SQLite would then read every event of these
    kinds since the beginning.
    """
    later = Event.objects.filter(sequence__gt=reached.number, sequence__lte=known)
    found: list[Event] = []
    for event in later.order_by("sequence")[:LOOKED_AT].iterator():
        reached.number = event.sequence
        if event.kind in SOON:
            found.append(event)
        if len(found) == AT_ONCE:
            break
    return found


def _reached() -> Reached | None:
    """Where to go on, held until the end of the transaction; None while somebody else holds it."""
    rows = Reached.objects.filter(name=REACTIONS)
    if not rows.exists():
        Reached.objects.get_or_create(name=REACTIONS)
    return rows.select_for_update(skip_locked=True).first()


def _follow(event: Event) -> None:
    for react in SOON[event.kind]:
        try:
            with transaction.atomic():
                react(event)
        except OperationalError:
            raise
        except Exception:  # one letter that cannot be written must not hold up all others
            log.exception("reaction_failed", sequence=event.sequence, kind=event.kind)
