"""Who acts in the portal: a customer who is signed in, or whoever holds the unit or the link."""

import uuid

from django.http import HttpRequest

from aftercare.desk import private_links
from aftercare.desk.actions.telling import UNNAMED, Visitor
from aftercare.kit import links
from aftercare.kit.events import Actor
from aftercare.people.models import Person
from aftercare.people.roles import Role

SEED = "portal_seed"


def actor_of(request: HttpRequest, customer_id: int, name: str) -> Actor:
    """Who acts for a customer: the person who is signed in, under the own name, else a visitor.

    Staff with a link in hand do not act in the customer's name. Somebody who is signed in for
    another customer counts as a visitor. name: the one a visitor gave.
    """
    user = request.user
    if isinstance(user, Person) and (
        user.role != Role.CUSTOMER or user.organisation_id == customer_id
    ):
        return user
    return Visitor(name.strip() or UNNAMED)


def sow(request: HttpRequest) -> None:
    """Give the session its seed when it shows a form."""
    if SEED not in request.session:
        request.session[SEED] = uuid.uuid4().hex


def event_id(request: HttpRequest, form_id: uuid.UUID) -> uuid.UUID:
    """The id of the event that a form makes. The session has a part in it, so that a form sent
    twice counts once and nobody names an event of somebody else."""
    sow(request)
    return uuid.uuid5(uuid.UUID(request.session[SEED]), str(form_id))


def secret_of(event: uuid.UUID) -> str:
    """The secret of the link to what this event began; it is nowhere kept."""
    return private_links.secret_of(event)


def secret_made(request: HttpRequest, slot: str, link_hash: str | None) -> str:
    """The secret of a link that this browser has made, as long as the link is valid; else nothing.

    slot: where the session keeps the id of the event that made it.
    """
    made = request.session.get(slot, "")
    secret = secret_of(uuid.UUID(made)) if made else ""
    return secret if secret and links.hashed(secret) == link_hash else ""
