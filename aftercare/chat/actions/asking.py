"""A question on the web page begins a consultation; with nobody on duty it is a case at once."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Unit
from aftercare.chat import opening, queries
from aftercare.chat.actions.ending import become_case
from aftercare.chat.actions.happening import record
from aftercare.chat.models import Consultation, Remark
from aftercare.chat.rules import LONGEST, Side, cleaned, digits, title_of
from aftercare.chat.states import Standing
from aftercare.kit import events, links
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Role

SHORTEST_PHONE = 6  # digits


@dataclass(frozen=True)
class Question:
    """What somebody asks, and who they say they are. customer, unit: only what is proved by a
    sign-in or by the code on the unit."""

    text: str
    name: str
    phone: str = ""
    customer: Organisation | None = None
    unit: Unit | None = None


def ask(
    question: Question, *, key: uuid.UUID, secret: str, by: Actor, at: datetime
) -> Consultation:
    """Begin a consultation. With nobody on duty it becomes a case in the same transaction.

    key: made by the page; the same form sent twice asks once. secret: of the private link, which
    the sender can make again and nobody guesses. Refused: nothing asked, too long, no name, and
    no telephone number from somebody we do not know.
    """
    known = _known(key, secret)
    if known is not None:
        return known
    text = _checked(question, by)
    try:
        return _begun(question, text, key, secret, by, at)
    except IntegrityError:  # the same form, sent twice at once
        known = _known(key, secret)
        if known is None:
            raise
        return known


@transaction.atomic
def _begun(
    question: Question, text: str, key: uuid.UUID, secret: str, by: Actor, at: datetime
) -> Consultation:
    events.take_turn()
    customer = question.customer
    consultation = Consultation.objects.create(
        key=key,
        state=Standing.WAITING,
        title=title_of(text),
        customer=customer,
        person=by if isinstance(by, Person) and by.role == Role.CUSTOMER else None,
        unit=question.unit,
        agreement=queries.agreement_for(customer, question.unit, at) if customer else None,
        name=question.name.strip(),
        phone=question.phone.strip(),
        link_hash=links.hashed(secret),
        asked_at=at,
        last_number=1,
        last_at=at,
        customer_saw=1,
    )
    Remark.objects.create(
        consultation=consultation, number=1, key=key, side=Side.CUSTOMER, by=by.reference,
        by_name=consultation.name, text=text, said_at=at,
    )  # fmt: skip
    facts = {"source": "chat", "kind": "question"}
    if customer is not None:
        facts["customer"] = customer.standing
    record(
        consultation, "consultation.asked", by=by, at=at, begins=True, facts=facts,
        title=consultation.title,
    )  # fmt: skip
    if not opening.at(at).is_open:
        become_case(consultation, by=SYSTEM, at=at)
        consultation.refresh_from_db()
    return consultation


def _known(key: uuid.UUID, secret: str) -> Consultation | None:
    """The consultation that this form began; refused when the key is somebody else's."""
    known = Consultation.objects.filter(key=key).first()
    if known is not None and known.link_hash != links.hashed(secret):
        raise events.IdUsed
    return known


def _checked(question: Question, by: Actor) -> str:
    if isinstance(by, Person) and by.role != Role.CUSTOMER:
        raise NotAllowed(_("Questions on the web page are the customers'; take a call instead."))
    text = cleaned(question.text)
    if not text:
        raise Refusal(_("Write your question first."), field="text")
    if len(text) > LONGEST:
        raise Refusal(_("This is too long for one message; send it in parts."), field="text")
    if not question.name.strip():
        raise Refusal(_("Tell us your name."), field="name")
    if question.customer is None and len(digits(question.phone)) < SHORTEST_PHONE:
        raise Refusal(
            _("Leave a telephone number, so that we can answer even if this page is closed."),
            field="phone",
        )
    return text
