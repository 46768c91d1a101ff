"""Events of a complaint, and who may act on one: the same questions before every change."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.complaints import queries
from aftercare.complaints.models import Complaint
from aftercare.complaints.rules import Partiality
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
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
