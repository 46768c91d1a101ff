"""A short message comes in: somebody answers one of ours, or writes by themselves.

A gateway tells of it by the API. What asks for no more notices is obeyed at once; an answer to what
we wrote about a case goes into the case; anything else waits for somebody, like a letter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions as desk
from aftercare.desk.actions.telling import UNNAMED, Visitor
from aftercare.kit import events, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.mail import queries
from aftercare.mail.actions import joining
from aftercare.mail.actions.recording import record
from aftercare.mail.models import Letter, Why
from aftercare.mail.rules import MOST_PER_HOUR, Wish, told_by_gateway, wish_in
from aftercare.mail.states import MOVES, LetterState
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox
from aftercare.outbound.models import Channel, Kind
from aftercare.outbound.rules import mobile
from aftercare.plans.actions.happening import SKEW

ANSWERED_WITHIN = timedelta(days=30)  # later, what somebody writes is about something else


@dataclass(frozen=True)
class ShortMessage:
    """What a gateway tells: its own name for the message, the number it came from, the text, and
    when the gateway had it."""

    source: str
    sender: str
    text: str
    received_at: datetime


@transaction.atomic
def take_short_message(told: ShortMessage, *, by: Actor, at: datetime) -> Letter:
    """Keep a short message and put it where it belongs. Told twice it has the effect of once.
    Refused: no mobile number, a moment in the future or more than a year ago. by: who told of
    it."""
    number = mobile(told.sender)
    if not number:
        raise Refusal(_("This is no number that can send short messages."), field="sender")
    if told.received_at > at + SKEW:
        raise Refusal(_("This lies in the future."), field="received_at", code="future")
    if told.received_at < at - desk.OLDEST_REPORT:  # a gateway whose clock was never set
        raise Refusal(_("This was more than a year ago."), field="received_at", code="too-early")
    events.take_turn()
    written = queries.written_to(number, told.received_at - ANSWERED_WITHIN)
    letter, new = Letter.objects.get_or_create(
        fingerprint=told_by_gateway(told.source),
        defaults={
            "state": LetterState.COMING, "channel": Channel.SMS, "sender": number,
            "text": told.text.strip(),
            "received_at": told.received_at, "size": len(told.text.encode()),
            "customer": written.customer if written else None,
        },
    )  # fmt: skip
    if not new:
        return letter
    record(letter, "letter.received", by=by, at=at)
    wish = wish_in(letter.text)
    if wish is not None:
        return _obey(letter, wish, at)
    if queries.recent_of(letter) >= MOST_PER_HOUR:
        states.move(letter, "set_aside", moves=MOVES, changes={"why": Why.TOO_MANY})
        record(letter, "letter.set-aside", by=SYSTEM, at=at, why=Why.TOO_MANY)
        return letter
    case = queries.case_of(written) if written is not None else None
    if case is not None:
        return joining.append_letter(letter, case, by=SYSTEM, at=at)
    states.move(letter, "wait", moves=MOVES)
    record(letter, "letter.waiting", by=SYSTEM, at=at)
    return letter


def _obey(letter: Letter, wish: Wish, at: datetime) -> Letter:
    """No more notices to this number, or notices again; what is owed to somebody is sent anyway."""
    whose = Visitor(letter.sender or UNNAMED)
    if wish == Wish.STOP:
        outbound.opt_out(
            kind=Kind.NOTICE, address=letter.sender, customer=letter.customer, by=whose, at=at
        )
    else:
        for said in outbox.opt_outs_at(letter.sender, Kind.NOTICE):
            outbound.allow(said, by=whose, at=at)
    states.move(letter, "obey", moves=MOVES)
    record(letter, "letter.obeyed", by=SYSTEM, at=at, wish=wish)
    return letter
