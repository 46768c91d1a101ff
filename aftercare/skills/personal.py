"""What certificates keep about a person."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.documents.models import Attachment
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of
from aftercare.skills.models import Certificate


def kept(person: Person) -> list[Kept]:
    """Their certificates."""
    names = ("skill__code", "number", "issuer", "issued_on", "valid_from", "valid_until",
             "withdrawn_on", "withdrawn_reason")  # fmt: skip
    return [
        Kept(_("Certificates"), _("to send only people who may do the work"),
             _("until masked, when there is no service relation any more"),
             list(_of(person).values(*names))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """Numbers, issuers, reasons and scans go; which skill they had from when to when stays."""
    certificates = list(_of(person))
    for one in certificates:
        Certificate.objects.filter(pk=one.pk).update(
            number=f"{mask_of(person)}/{one.pk}", issuer="", withdrawn_reason=""
        )
    Attachment.objects.filter(subject__in=[one.reference for one in certificates]).delete()


def _of(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(person=person).order_by("pk")
