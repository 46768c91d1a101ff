"""What letters keep about a person: that they wrote, and what."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.documents import storage
from aftercare.mail import sources
from aftercare.mail.models import Letter
from aftercare.outbound.rules import mobile
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of


def kept(person: Person) -> list[Kept]:
    """The letters from their address, and the short messages from their number."""
    rows = _written(person).order_by("pk")
    return [
        Kept(_("Letters you wrote to us"), _("to do the service and prove it"),
             _("as long as the records of the service must be kept"),
             list(rows.values("received_at", "sender", "sender_name", "subject", "text"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """That a letter came stays; who wrote it, what, and the letter itself go."""
    letters = _written(person)
    for sha256 in letters.exclude(source="").values_list("source", flat=True):
        storage.place_of(sha256, shelf=sources.SHELF).unlink(missing_ok=True)
    letters.update(
        sender="", answer_to="", sender_name=mask_of(person), recipients=[], subject="", text="",
        source="",
    )  # fmt: skip


def _written(person: Person) -> QuerySet[Letter]:
    addresses = {person.email.lower(), mobile(person.phone)} - {""}
    return Letter.objects.filter(sender__in=addresses)
