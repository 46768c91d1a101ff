"""Events of a consultation: one place that knows their subject and context."""

import uuid
from datetime import datetime
from typing import Any

from aftercare.chat.models import Consultation
from aftercare.kit import happening
from aftercare.kit.events import Actor


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
    happened = happening.happened(
        consultation, kind, by=by, at=occurred_at or at, data=data, id=id, begins=begins
    )
    happening.record(happened, at=at)


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands, kept from others until the transaction ends."""
    rows = Consultation.objects.select_for_update(of=("self",))
    return rows.select_related("agreement", "agent", "case").get(pk=consultation.pk)
