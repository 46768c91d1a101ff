"""The letters to complainants: it is acknowledged, it is decided, and is the decision accepted."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.complaints.models import Complaint
from aftercare.desk.private_links import secret_of
from aftercare.kit import links, references
from aftercare.kit.models import Event
from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind, Message

ACKNOWLEDGED = "complaint-acknowledged"
DECIDED = "complaint-decided"
QUESTION = "complaint-question"


def link(message: Message) -> str:
    """The private link of the complaint a letter is about; nothing when it cannot be told."""
    key = references.key_of(message.about, "complaint")
    complaint = Complaint.objects.filter(pk=key).first() if key is not None else None
    return link_of(complaint) if complaint is not None else ""


def link_of(complaint: Complaint) -> str:
    """Where the complainant follows it. The secret is made anew, of the number or of the event that
    brought it in by the portal; the hash that is kept says which one opens it."""
    received = Event.objects.filter(subject=complaint.reference, kind="complaint.received")
    marks: list[uuid.UUID | str] = [complaint.number, *received.values_list("id", flat=True)[:1]]
    for secret in map(secret_of, marks):
        if links.hashed(secret) == complaint.link_hash:
            return f"{settings.ADDRESS}{reverse('portal:complaint-link', args=[secret])}"
    return ""


_COMPLAINT = {
    "number": "T20260305-0001",
    "matter": Both("约好的时间没有来", "Nobody came at the time agreed"),
    "name": Both("王芳", "Wang Fang"),
    "company": Both("守约机电工程有限公司", "Keepword Engineering"),
}
_DECISION = {
    "outcome": Both("投诉成立", "upheld"),
    "decision": Both("我们致歉，并已另派工程师。", "We apologise, and have sent somebody else."),
}

LETTERS = (
    Letter(
        ACKNOWLEDGED, _("To the complainant: the complaint is acknowledged"), Kind.SERVICE,
        _COMPLAINT, made={"link": link}, prompt=True, owed=True,
    ),
    Letter(
        DECIDED, _("To the complainant: the decision"), Kind.SERVICE,
        {**_COMPLAINT, **_DECISION}, made={"link": link}, owed=True,
    ),
    Letter(
        QUESTION, _("To the complainant: is the decision accepted"), Kind.SERVICE,
        {**_COMPLAINT, **_DECISION}, made={"link": link}, owed=True,
    ),
)  # fmt: skip
