"""The secret of a customer's private link, made anew whenever it is needed and kept nowhere.

It is derived from the id of the event that made the link and the installation's secret key. The
case keeps only its hash, which also says which link is still good.
"""

import base64
import hashlib
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from aftercare.desk.models import Case
from aftercare.kit.models import Event

MAKING = ("case.reported", "link.renewed")


def secret_of(event: uuid.UUID) -> str:
    """The secret of the link that this event made; without the secret key nobody can derive it."""
    digest = salted_hmac("aftercare.portal.link", str(event), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(secret: str) -> str:
    """How the secret of a private link is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(case: Case) -> str:
    """Where the customer opens the case; nothing when its link was made of another secret."""
    made = Event.objects.filter(subject=case.reference, kind__in=MAKING).order_by("-sequence")
    event = made.first()
    secret = secret_of(event.id) if event is not None else ""
    if not secret or hashed(secret) != case.link_hash:
        return ""
    return f"{settings.ADDRESS}{reverse('portal:case', args=[secret])}"
