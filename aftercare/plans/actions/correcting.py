"""Correcting a milestone: the wrong date of an acceptance, or one that never took place."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.plans.actions.happening import Subject, check_milestone
from aftercare.plans.correcting import CORRECTS, WITHDRAWN, as_told_now, said


@transaction.atomic
def correct_milestone(
    subject: Subject,
    sequence: int,
    *,
    reason: str,
    by: Person,
    at: datetime,
    occurred_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    withdrawn: bool = False,
    id: uuid.UUID | None = None,
) -> Event:
    """Tell anew what was recorded wrong; both stay on record, the promises follow the new one.

    sequence: of the milestone as it was first recorded. occurred_at, data: as it really was; what
    is not given stays. withdrawn: it never happened. Refused without a reason, for an event that
    is no milestone of the subject, and for one that was withdrawn already.
    """
    if not by.may(Power.RECORD_MILESTONES):
        raise NotAllowed(_("You may not record milestones."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    events.take_turn()
    known = Event.objects.filter(id=id, subject=subject.reference).first() if id else None
    if known is not None:
        return known
    first, now = _told(subject, sequence)
    content = said(now.data) if data is None else dict(data)
    held = {name: now.data[name] for name in ("facts",) if name in now.data}  # then, and still
    moment = now.occurred_at if withdrawn or occurred_at is None else occurred_at
    check_milestone(subject, first.kind, moment, at, content)
    marks = {CORRECTS: first.sequence, "reason": reason.strip()}
    marks |= {WITHDRAWN: True} if withdrawn else {}
    happened = events.Happened(
        first.kind, subject.reference, moment, by, first.context, {**content, **held, **marks}, id
    )
    return events.record(happened, recorded_at=at)[0]


def _told(subject: Subject, sequence: int) -> tuple[Event, Event]:
    """A milestone as first recorded, and as it is told now."""
    event = Event.objects.filter(subject=subject.reference, sequence=sequence).first()
    kind = event.kind if event is not None else ""
    same = Event.objects.filter(subject=subject.reference, kind=kind)
    for first, now in as_told_now(same) if event is not None else ():
        if first.sequence == sequence:
            return first, now
    raise Refusal(_("There is no such milestone to correct."), field="milestone")
