"""Who asks on the public page: a customer who is signed in, or somebody with a private link.

How often strangers may try stands here too; each limit is counted by `kit.limits`.
"""

import uuid
from datetime import timedelta

from django.http import HttpRequest

from aftercare.catalog.models import Unit
from aftercare.chat.models import Consultation
from aftercare.desk.actions.telling import UNNAMED, Visitor
from aftercare.desk.linking import UNITS
from aftercare.kit import links
from aftercare.kit.events import Actor
from aftercare.kit.limits import Limit
from aftercare.people.models import Person
from aftercare.people.roles import Role

SEED = "chat_seed"
LINK = "chat_link"

ASKED = Limit("chat-ask", 40, timedelta(hours=1))  # questions from one address
LINKS = Limit("chat-link", 20, timedelta(minutes=10))  # wrong links, from one address
SAID = Limit("chat-say", 60, timedelta(minutes=1))  # messages of the customer of a conversation
MOST_UNITS = 50


def customer_of(request: HttpRequest) -> Person | None:
    """The customer who is signed in."""
    user = request.user
    return user if isinstance(user, Person) and user.role == Role.CUSTOMER else None


def actor_of(request: HttpRequest, name: str) -> Actor:
    """Who asks, under the own name when signed in."""
    return customer_of(request) or Visitor(name.strip() or UNNAMED)


def speaker_of(request: HttpRequest, consultation: Consultation) -> Actor:
    """Who speaks for the customer in a conversation."""
    person = customer_of(request)
    if person is not None and person.pk == consultation.person_id:
        return person
    return Visitor(consultation.name or UNNAMED)


def sow(request: HttpRequest) -> None:
    """Give the session its seed when it shows the form; two that arrive at once have the same."""
    if SEED not in request.session:
        request.session[SEED] = uuid.uuid4().hex


def key_of(request: HttpRequest, form_id: uuid.UUID) -> uuid.UUID:
    """The key of the consultation that a form begins. The session has a part in it, so that
    nobody names a consultation of somebody else."""
    sow(request)
    return uuid.uuid5(uuid.UUID(request.session[SEED]), str(form_id))


def secret_of(key: uuid.UUID) -> str:
    """The secret of the private link to a consultation; it is nowhere kept."""
    return links.secret_of(key, salt="aftercare.chat.link")


def units_of(request: HttpRequest) -> list[Unit]:
    """What the visitor may ask about by name: the units their code or card has opened here, and
    those of the customer who is signed in."""
    units = Unit.objects.select_related("model", "customer").order_by("id")
    person = customer_of(request)
    if person is not None:
        return list(units.filter(customer=person.organisation_id)[:MOST_UNITS])
    opened = request.session.get(UNITS, [])
    return list(units.filter(pk__in=opened)[:MOST_UNITS]) if opened else []
