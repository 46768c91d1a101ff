"""What consultations keep about a person: what they asked, and what they said."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.chat.models import Consultation, Remark
from aftercare.chat.rules import Side
from aftercare.chat.states import OPEN
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of


def kept(person: Person) -> list[Kept]:
    """The questions they asked on the web page, and their words."""
    asked = _asked(person).order_by("pk")
    said = Remark.objects.filter(consultation__in=asked, side=Side.CUSTOMER).order_by("pk")
    purpose = _("to answer it and prove what was said")
    until = _("as long as the records of the service must be kept")
    return [
        Kept(_("Questions you asked online"), purpose, until,
             list(asked.values("title", "asked_at", "name", "phone"))),
        Kept(_("What you said online"), purpose, until, list(said.values("said_at", "text"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """What was asked stays; who asked goes. Refused while a conversation still runs."""
    asked = _asked(person)
    if asked.filter(state__in=sorted(OPEN)).exists():
        raise Refusal(_("A conversation on the web page still runs."))
    keys = list(asked.values_list("pk", flat=True))
    Remark.objects.filter(consultation__in=keys, side=Side.CUSTOMER).update(by_name=mask_of(person))
    Consultation.objects.filter(pk__in=keys).update(name=mask_of(person), phone="")


def _asked(person: Person) -> QuerySet[Consultation]:
    """Asked under their sign-in, or with their telephone."""
    asked = Consultation.objects.filter(person=person)
    if not person.phone:
        return asked
    return asked | Consultation.objects.filter(
        person=None, customer=person.organisation_id, phone=person.phone
    )
