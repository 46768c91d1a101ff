"""What complaints keep about a person: that they complained."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.complaints.models import Complaint
from aftercare.complaints.states import OPEN
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of


def kept(person: Person) -> list[Kept]:
    """The complaints they made."""
    rows = _made(person).order_by("pk")
    return [
        Kept(_("Complaints you made"), _("to look into them and answer"),
             _("as long as the records of the service must be kept"),
             list(rows.values("number", "received_at", "complainant_name", "complainant_phone",
                              "complainant_email"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """The complaint and its decision stay; who complained goes. Refused while one is open."""
    if running := _made(person).filter(state__in=sorted(OPEN)).order_by("pk").first():
        raise Refusal(
            _("%(number)s still runs, and somebody must be able to call back.")
            % {"number": running.number}
        )
    _made(person).update(
        complainant_name=mask_of(person), complainant_phone="", complainant_email=""
    )


def _made(person: Person) -> QuerySet[Complaint]:
    """Complaints of their organisation from their telephone; without one, from their name."""
    complaints = Complaint.objects.filter(customer=person.organisation_id)
    if person.phone:
        return complaints.filter(complainant_phone=person.phone)
    return complaints.filter(complainant_name=person.name)
