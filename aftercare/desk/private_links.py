"""The secret of a customer's private link, made anew whenever it is needed and kept nowhere.

It is derived from the number of the case, or from the id of the event that made the link, and the
installation's secret key. The case keeps only its hash, which also says which link is still good.
"""

import uuid

from django.conf import settings
from django.urls import reverse

from aftercare.desk.models import Case
from aftercare.kit import links
from aftercare.kit.models import Event

MAKING = ("link.renewed", "case.reported")


def secret_of(mark: uuid.UUID | str) -> str:
    """The secret that belongs to a mark nobody uses twice: the number of the case, or the id of the
    event that made the link. Without the secret key nobody can derive it."""
    return links.secret_of(mark, salt="aftercare.portal.link")


def link_of(case: Case) -> str:
    """Where the customer opens the case; nothing when its link was made of another secret."""
    making = Event.objects.filter(subject=case.reference, kind__in=MAKING)
    marks = [case.number, *(str(event.id) for event in making.order_by("-sequence")[:2])]
    for secret in map(secret_of, marks):
        if links.hashed(secret) == case.link_hash:
            return f"{settings.ADDRESS}{reverse('portal:case', args=[secret])}"
    return ""
