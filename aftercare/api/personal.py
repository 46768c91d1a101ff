"""What the API keeps about a person: tokens that acted for them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftercare.api.models import Token
from aftercare.people.models import Person
from aftercare.people.personal import Kept


def kept(person: Person) -> list[Kept]:
    """Names and times, never secrets."""
    rows = Token.objects.filter(person=person).order_by("pk")
    return [
        Kept(_("Access for programs"), _("so that programs act for you"), _("until masked"),
             list(rows.values("name", "created_at", "expires_at", "last_used_at"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """No program acts for somebody who is not known any more."""
    Token.objects.filter(person=person).delete()
