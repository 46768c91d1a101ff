"""What a late promise brings on anything but a case: recorded once, for the folders to come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event


@transaction.atomic
def record_outcome(
    subject: str, context: str, kind: str, *, at: datetime, data: Mapping[str, Any]
) -> None:
    """Record an outcome of one commitment on its subject; the same one is recorded once."""
    known = Event.objects.filter(subject=subject, kind=kind)
    if not known.filter(data__commitment=data["commitment"]).exists():
        events.record(Happened(kind, subject, at, SYSTEM, context, data), recorded_at=at)
