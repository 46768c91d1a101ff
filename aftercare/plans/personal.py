"""What agreements keep about a person: that they are a contact."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of
from aftercare.plans.models import AgreementContact


def kept(person: Person) -> list[Kept]:
    """The agreements that name them."""
    rows = AgreementContact.objects.filter(person=person).order_by("pk")
    return [
        Kept(_("Contact of agreements"), _("to perform the agreement"),
             _("as long as the agreement is kept"),
             list(rows.values("agreement__number", "role", "name", "phone"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """The role stays, the name goes."""
    AgreementContact.objects.filter(person=person).update(name=mask_of(person), phone="")
