"""What happens to a record, and what was sent about it before."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aftercare.kit import events, references
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Event, Revised


def happened(
    about: Revised,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    id: uuid.UUID | None = None,
    begins: bool = False,
) -> Happened:
    """An event of a record, under its agreement if it has one; `data` also carries the revision it
    led to."""
    content = {**(data or {}), "revision": about.revision}
    return Happened(kind, about.reference, at, by, about.context, content, id, begins)


def record(*happenings: Happened, at: datetime) -> list[Event]:
    """Record what happened; all at once, so that clocks are derived once."""
    return events.record(*happenings, recorded_at=at)


def known(about: Revised, id: uuid.UUID | None, kind: str = "") -> Event | None:
    """The event of a form that was sent before; the record is read anew then.

    kind: what it must be; `IdUsed` when it is something else of the same record.
    """
    found = Event.objects.filter(id=id, subject=about.reference).first() if id else None
    if found is not None and kind not in ("", found.kind):
        raise events.IdUsed
    if found is not None:
        about.refresh_from_db()
    return found


def begun(id: uuid.UUID | None, kind: str, *, by: Actor) -> int | None:
    """The key of the record that a form, sent before, began; None for a form that is new.

    kind: of the event that begins such a record. `IdUsed` when something else was sent under the
    id, or by somebody else. Who also takes the turn to append first begins one of two at once.
    """
    found = Event.objects.filter(id=id).first() if id else None
    if found is None:
        return None
    if found.kind != kind or found.actor != by.reference:
        raise events.IdUsed
    return references.parts(found.subject)[1]
