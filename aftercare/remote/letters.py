"""The letter that asks a customer to allow work on their system."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.kit import links
from aftercare.outbound.catalogue import Both, Letter
from aftercare.outbound.models import Kind, Message
from aftercare.remote.models import RemoteSession

ASKED = "session-asked"


def secret_of(event: uuid.UUID | str) -> str:
    """The secret of the link of the session that this event asked for; it is nowhere kept."""
    return links.secret_of(event, salt="aftercare.remote.link")


def link(message: Message) -> str:
    """The customer's link as long as nobody has answered. The key of the message begins with the
    id of the event that asked."""
    secret = secret_of(message.key.partition(":")[0])
    if not RemoteSession.objects.filter(link_hash=links.hashed(secret)).exists():
        return ""
    return f"{settings.ADDRESS}{reverse('portal:authorise-link', args=[secret])}"


LETTERS = (
    Letter(
        ASKED, _("To the customer: may somebody work on your system from afar"), Kind.SERVICE,
        {
            "number": "C20260305-0001",
            "symptom": Both("报表打不开", "Reports do not open"),
            "name": Both("王芳", "Wang Fang"),
            "company": Both("守约软件有限公司", "Keepword Software"),
            "engineer": Both("林晓", "Lin Xiao"),
            "purpose": Both("查明报表打不开的原因", "To find out why reports do not open"),
            "scope": Both("只看报表服务；可改其设置", "The report service only; its settings"),
            "hours": 4,
            "until": "2026-03-06 13:00",
        },
        made={"link": link}, prompt=True,
    ),
)  # fmt: skip
