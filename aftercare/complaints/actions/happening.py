"""Events of a complaint, and who may act on one: the same questions before every change."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.complaints import queries
from aftercare.complaints.models import Complaint
from aftercare.complaints.rules import Partiality
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Event
from aftercare.people.models import Person

WHY: Mapping[Partiality, Any] = {
    Partiality.SELF: _("The complaint is about %(name)s; somebody else must look into it."),
    Partiality.REPORTS: _(
        "%(name)s reports to the person complained about; somebody else must look into it."
    ),
    Partiality.DEPARTMENT: _(
        "%(name)s belongs to the department complained about; somebody else must look into it."
    ),
}


def happened(
    complaint: Complaint,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    id: uuid.UUID | None = None,
    begins: bool = False,
) -> Happened:
    """An event of a complaint, under its agreement; `data` also carries the revision it led to."""
    context = complaint.agreement.reference if complaint.agreement else ""
    content = {**(data or {}), "revision": complaint.revision}
    return Happened(kind, complaint.reference, at, by, context, content, id, begins)


def known(complaint: Complaint, id: uuid.UUID | None) -> Event | None:
    """The event of a form that was sent before; the complaint is read anew then."""
    found = Event.objects.filter(id=id, subject=complaint.reference).first() if id else None
    if found is not None:
        complaint.refresh_from_db()
    return found


def record(*happenings: Happened, at: datetime) -> list[Event]:
    """Record events of a complaint; all at once, so that clocks are derived once."""
    return events.record(*happenings, recorded_at=at)


def check_worker(complaint: Complaint, by: Actor) -> None:
    """Refused for all but those of the house who see every case, or whom it was given to, and
    only while they are impartial."""
    if not isinstance(by, Person):
        return
    appointed = complaint.investigator_id == by.pk
    if not appointed and not by.handles_every_case:
        raise NotAllowed(_("You may not do this with a complaint."))
    check_impartial(complaint, by, field="")


def check_impartial(complaint: Complaint, person: Person, *, field: str) -> None:
    """Refused when the person is complained about, or not free of those who are."""
    why = queries.partiality_of(person, complaint)
    if why is not None:
        told = WHY[why] % {"name": person.name}
        raise (Refusal if field else NotAllowed)(told, field=field, code="partial")
