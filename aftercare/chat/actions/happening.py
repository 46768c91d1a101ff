"""Events of a consultation: one place that knows their subject and context."""

import uuid
from datetime import datetime
from typing import Any

from aftercare.chat.models import Consultation
from aftercare.kit import events
from aftercare.kit.events import Actor, Happened


def record(
    consultation: Consultation,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    occurred_at: datetime | None = None,
    id: uuid.UUID | None = None,
    begins: bool = False,
    **data: Any,
) -> None:
    """Record something that happened to a consultation, under its agreement."""
    context = consultation.agreement.reference if consultation.agreement else ""
    content = {**data, "revision": consultation.revision}
    happened = Happened(
        kind, consultation.reference, occurred_at or at, by, context, content, id, begins
    )
    events.record(happened, recorded_at=at)


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands, kept from others until the transaction ends."""
    rows = Consultation.objects.select_for_update(of=("self",))
    return rows.select_related("agreement", "agent", "case").get(pk=consultation.pk)
