"""What happened to patches and offers: the same before and after every change."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Event
from aftercare.patches.models import Offer, Patch


def record(
    subject: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    context: str = "",
    id: uuid.UUID | None = None,
) -> None:
    """Record one event."""
    events.record(Happened(kind, subject, at, by, context, data, id), recorded_at=at)


def told(patch: Patch) -> dict[str, Any]:
    """How events name a patch."""
    return {"patch": patch.pk, "number": patch.number, "title": patch.title_zh or patch.title_en}


def is_known(offer: Offer | Patch, kind: str, id: uuid.UUID | None) -> bool:
    """Whether the same was sent before: then it is done already. Takes the turn to append."""
    events.take_turn()
    if id is None:
        return False
    return Event.objects.filter(id=id, kind=kind, subject=offer.reference).exists()


def day(at: datetime) -> date:
    """The day of a moment where the company is."""
    return timezone.localdate(at, timezone.get_default_timezone())
