"""A stored letter finds its place: into its case, to somebody who looks at it, or aside."""

import io
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.desk.models import Case
from aftercare.documents import actions as documents
from aftercare.documents.storage import NotStored
from aftercare.kit import states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM
from aftercare.mail import queries, reading, rules, sources
from aftercare.mail.actions import joining
from aftercare.mail.actions.recording import record
from aftercare.mail.models import Direction, Letter, Opens, Why
from aftercare.mail.reading import Read
from aftercare.mail.rules import LetterKind
from aftercare.mail.states import MOVES
from aftercare.outbound import actions as outbound
from aftercare.outbound.models import Message
from aftercare.people.models import Person


def settle_letter(letter: Letter, *, at: datetime, read: Read | None = None) -> Letter:
    """Keep what is attached and put the letter where it belongs. Done twice it has the effect of
    once, so a worker that dies between is followed by another one.

    An answer goes into its case when it carries the case's token, answers a letter of ours, or its
    sender belongs to the case; an answer to our letter about a complaint is heard with that.
    Anything else is a new letter: a number alone opens no door.
    """
    read = read or reading.read(sources.fetch(letter.source))
    left_out: list[dict[str, Any]] = [*_kept(letter, read, at)]
    if read.left_out:
        left_out.append({"name": "", "why": "", "more": read.left_out})
    kind = _kind(letter, read)
    case = queries.case_proven([letter.subject, *read.addressed_to], _about(read, kind))
    proven = case is not None
    case = case or queries.case_named(letter.subject, read.answers)
    person = queries.person_of_address(letter.sender)
    with transaction.atomic():
        if kind == LetterKind.BOUNCE and read.undelivered:
            _return(read, at)
        _note(letter, kind, left_out, case, person)
        if kind != LetterKind.ORDINARY:
            return _aside(letter, Why(kind.value), at)
        if queries.recent_of(letter) >= rules.MOST_PER_HOUR:
            return _aside(letter, Why.TOO_MANY, at)
        if case is not None and (proven or queries.belongs(case, letter.sender)):
            return joining.append_letter(letter, case, by=SYSTEM, at=at)
        if (complaint := queries.complaint_answered(read.answers)) is not None:
            return joining.hear_letter(letter, complaint, at=at)
        states.move(letter, "wait", moves=MOVES)
        record(letter, "letter.waiting", by=SYSTEM, at=at)
    return _opened(letter, case, at)


@transaction.atomic
def give_up(letter: Letter, *, at: datetime) -> Letter:
    """Set a letter aside that our own programs cannot put anywhere; somebody looks at it."""
    return _aside(letter, Why.BROKEN, at)


def _kept(letter: Letter, read: Read, at: datetime) -> list[dict[str, str]]:
    """Keep what is attached; what is not kept, and why. The source holds all of it anyway."""
    refused = []
    for place, part in enumerate(read.parts):
        try:
            documents.attach_file(
                io.BytesIO(part.content), part.name or "attachment", subject=letter.reference,
                by=SYSTEM, at=at, id=uuid.uuid5(letter.case_event, f"part {place}"),
            )  # fmt: skip
        except NotStored:
            raise
        except Refusal as refusal:
            refused.append({"name": part.name[:120], "why": str(refusal.message)[:300]})
    return refused


def _kind(letter: Letter, read: Read) -> LetterKind:
    """What wrote it; a letter of ours that comes back is ours, whatever its headers say."""
    ours = Letter.objects.filter(direction=Direction.OUT, message_id=letter.message_id)
    if letter.message_id and ours.exists():
        return LetterKind.OWN
    return rules.kind_of(read.headers, read.content_type, queries.own_addresses())


def _about(read: Read, kind: LetterKind) -> list[str]:
    """What it answers; a bounce holds the letter that it is about."""
    return [*read.answers, *read.inner_ids] if kind == LetterKind.BOUNCE else read.answers


def _return(read: Read, at: datetime) -> None:
    """A letter of ours came back: the outbox says so, and tells whoever is responsible."""
    sent = Message.objects.filter(message_id__in=_about(read, LetterKind.BOUNCE))
    for message in sent.order_by("-id")[:1]:
        outbound.return_message(message, answer=read.undelivered, at=at)


def _note(
    letter: Letter,
    kind: LetterKind,
    left_out: list[dict[str, Any]],
    case: Case | None,
    person: Person | None,
) -> None:
    customer = person.organisation if person and queries.customer_of(person) else None
    changes = {"kind": kind, "left_out": left_out, "about": case, "customer": customer}
    states.write(letter, changes=changes)


def _aside(letter: Letter, why: Why, at: datetime) -> Letter:
    states.move(letter, "set_aside", moves=MOVES, changes={"why": why})
    record(letter, "letter.set-aside", by=SYSTEM, at=at, why=why)
    return letter


def _opened(letter: Letter, case: Case | None, at: datetime) -> Letter:
    """The letter of a known customer becomes a case by itself, where its mailbox says so; where
    the desk refuses, it waits for somebody."""
    mailbox, customer = letter.mailbox, letter.customer
    known = mailbox is not None and mailbox.opens == Opens.KNOWN and customer is not None
    if not known or customer is None or case is not None:
        return letter
    try:
        joining.make_case(letter, customer=customer, by=SYSTEM, at=at)
    except Refusal:
        letter.refresh_from_db()
    return letter
