"""What the outbox keeps about a person: what was written to them."""

from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from aftercare.outbound import rules
from aftercare.outbound.models import Message, OptOut, Receiver
from aftercare.outbound.states import MessageState
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of


def kept(person: Person) -> list[Kept]:
    """The messages to a person, without the secrets that were in them."""
    rows = _messages_to(person).order_by("pk")
    columns = ("channel", "to", "template", "subject", "text", "state", "queued_at", "sent_at")
    return [
        Kept(_("Messages to you"), _("to tell you about your service, and proof that we did"),
             _("three years"), list(rows.values(*columns))),
        Kept(_("Messages you do not want"), _("so that they are not sent to you"),
             _("until you want them again"),
             list(_said_by(person).values("kind", "address", "said_at"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """That something was sent, when and about what stays; to whom and in which words goes."""
    rows = _messages_to(person)
    unsent = rows.filter(sent_at__isnull=True)
    unsent.update(state=MessageState.HELD, next_at=None)
    masked = mask_of(person)
    for receiver in Receiver.objects.filter(Q(person=person) | Q(message__in=rows)):
        receiver.to, receiver.person = f"{masked} {receiver.pk}", None
        receiver.save(update_fields=["to", "person"])
    rows.update(
        to=masked, subject="", text="", values={}, answer="", person=None,
        key=Concat(Value(f"{masked} "), Cast(F("pk"), CharField())),
    )  # fmt: skip
    _said_by(person).delete()


def _said_by(person: Person) -> QuerySet[OptOut]:
    said = [one.lower() for one in _addresses(person)]  # as opting out writes it
    return OptOut.objects.filter(address__in=said).order_by("pk")


def _messages_to(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(Q(person=person) | Q(to__in=_addresses(person)))


def _addresses(person: Person) -> list[str]:
    """Where they are written to, as the outbox writes it."""
    known = {person.email.lower(), rules.mobile(person.phone), person.wechat} - {""}
    return sorted(known)
