"""A letter comes in: it is stored as it came, once, before anything is done about it."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.mail import reading, rules, sources
from aftercare.mail.actions.recording import record
from aftercare.mail.models import Letter, Mailbox, Why
from aftercare.mail.reading import Read, TooIntricate
from aftercare.mail.states import LetterState

NOTHING = Read({}, "text/plain", "")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Arrived:
    """A letter as a server gave it: where it stood there, when it came, and its source, cut off
    when it is larger than what is fetched."""

    mailbox: Mailbox
    validity: int
    uid: int
    received_at: datetime
    raw: bytes
    whole: bool = True


@dataclass(frozen=True)
class Taken:
    """A letter that is new, with what it says."""

    letter: Letter
    read: Read


def take_letter(arrived: Arrived, *, at: datetime) -> Taken | None:
    """Store a letter and remember that the mailbox is read up to it; None for one that is known.

    Whatever it is made of, it is kept: what cannot be read is set aside with its source.
    `NotStored` when the disk takes nothing; then the mailbox is not read further.
    """
    read, why = _read(arrived)
    known_by = rules.fingerprint(read.headers, arrived.raw)
    if Letter.objects.filter(fingerprint=known_by).exists():
        _go_on(arrived)
        return None
    letter = _letter(arrived, read, why, known_by)
    letter.source = sources.keep(arrived.raw)
    try:
        with transaction.atomic():
            events.take_turn()
            letter.save(force_insert=True)
            record(letter, "letter.received", by=SYSTEM, at=at)
            _go_on(arrived)
    except IntegrityError:  # another worker, or another mailbox, had it at this moment
        _go_on(arrived)
        return None
    return Taken(letter, read)


@transaction.atomic
def take_unread(
    mailbox: Mailbox, *, validity: int, uid: int, received_at: datetime, at: datetime
) -> Letter:
    """A letter that the server does not give out, set aside without its content, so that the
    mailbox is read further."""
    events.take_turn()
    letter, new = Letter.objects.get_or_create(
        fingerprint=rules.unread(mailbox.pk, validity, uid),
        defaults={
            "mailbox": mailbox, "state": LetterState.ASIDE, "why": Why.WITHHELD,
            "validity": validity, "uid": uid, "received_at": received_at,
        },
    )  # fmt: skip
    if new:
        record(letter, "letter.received", by=SYSTEM, at=at)
    _go_on(Arrived(mailbox, validity, uid, received_at, b""))
    return letter


def _read(arrived: Arrived) -> tuple[Read, Why]:
    """What a letter says, and why it must be set aside."""
    try:
        if not arrived.whole:
            return reading.read_headers(arrived.raw), Why.TOO_LARGE
        return reading.read(arrived.raw), Why.NONE
    except TooIntricate:
        why = Why.INTRICATE
    except Exception:  # the source is kept, and somebody looks at it
        log.exception("letter_unreadable", mailbox=arrived.mailbox.pk, uid=arrived.uid)
        why = Why.BROKEN
    try:
        return reading.read_headers(arrived.raw), why
    except Exception:
        log.exception("letter_without_headers", mailbox=arrived.mailbox.pk, uid=arrived.uid)
        return NOTHING, why


def _letter(arrived: Arrived, read: Read, why: Why, known_by: str) -> Letter:
    return Letter(
        mailbox=arrived.mailbox,
        state=LetterState.ASIDE if why else LetterState.COMING,
        why=why,
        validity=arrived.validity,
        uid=arrived.uid,
        fingerprint=known_by,
        size=len(arrived.raw),
        message_id=read.message_id[: rules.LONGEST_ID],
        answers=read.answers,
        sender=read.sender,
        sender_name=read.sender_name,
        answer_to=read.answer_to,
        recipients=read.addressed_to[:50],
        subject=read.subject,
        text=read.text,
        written_at=read.written_at,
        received_at=arrived.received_at,
    )


def _go_on(arrived: Arrived) -> None:
    """The mailbox is read up to this letter."""
    Mailbox.objects.filter(pk=arrived.mailbox.pk).update(
        validity=arrived.validity, last_uid=arrived.uid, stuck_uid=0, stuck_times=0
    )
