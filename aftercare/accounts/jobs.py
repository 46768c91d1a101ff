"""Sending letters: by the worker, with patience, never from a page."""

import smtplib
from datetime import datetime, timedelta

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.accounts import hiding, queries
from aftercare.accounts.models import Letter, LetterState, Purpose
from aftercare.kit import mailing, reading
from aftercare.people.middleware import zone_of

BATCH = 20
HELD = timedelta(minutes=5)  # a worker that dies while sending; the mail may then go out twice
PATIENCE = (1, 2, 5, 15, 30, 60)  # minutes between attempts; the last one repeats
FOR_GOOD = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, UnicodeError, ValueError)
KEPT = timedelta(days=90)
log = structlog.get_logger(__name__)


def send_due(at: datetime) -> int:
    """Send what is due; how many went out. One that cannot be sent holds up no other."""
    return sum(_send(letter, at) for letter in queries.letters_to_send(at, BATCH))


def forget_old(at: datetime) -> int:
    """Drop what is of no use to anybody: letters after three months, and with the sessions that
    have run out the network addresses they came from; how many rows."""
    letters = Letter.objects.filter(expires_at__lt=at - KEPT).delete()[0]
    sessions = Session.objects.filter(expire_date__lt=at).delete()[0]
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    seen = UserSession.objects.filter(~Exists(living)).delete()[0] if sessions else 0
    return letters + sessions + seen


def link_of(letter: Letter) -> str:
    """The address that lets somebody in; for the mail, and for who installs without mail."""
    return f"{settings.ADDRESS}/account/link/{hiding.secret_of(letter.nonce)}"


def written(letter: Letter) -> EmailMessage:
    """The mail, in the language of the person."""
    person = letter.person
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        words = {
            "person": person, "letter": letter, "address": settings.ADDRESS,
            "link": link_of(letter) if letter.purpose != Purpose.NOTICE else "",
            "until": reading.exact_words(letter.expires_at.astimezone(zone_of(person))),
        }  # fmt: skip
        name = f"accounts/letters/{letter.purpose}"
        subject = render_to_string(f"{name}.subject.txt", words).strip()
        text = render_to_string(f"{name}.txt", words).strip() + "\n"
    headers = {
        "Message-ID": mailing.message_id(letter.nonce), "Auto-Submitted": "auto-generated",
    }  # fmt: skip
    return EmailMessage(subject, text, to=[person.email], headers=headers)


def _send(letter: Letter, at: datetime) -> bool:
    mine = Letter.objects.filter(
        pk=letter.pk, state=LetterState.QUEUED, attempts=letter.attempts, next_at__lte=at
    )
    if not mine.update(attempts=F("attempts") + 1, next_at=at + HELD):
        return False  # another worker has it
    row = Letter.objects.filter(pk=letter.pk)
    if letter.expires_at <= at or not (letter.person.email and letter.person.is_active):
        row.update(state=LetterState.FAILED, trouble=letter.trouble or "not sent in time")
        return False
    try:
        written(letter).send()
    except FOR_GOOD as fault:
        log.warning("letter_refused", letter=letter.pk, fault=type(fault).__name__)
        row.update(state=LetterState.FAILED, trouble=_told(fault))
        return False
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("letter_put_off", letter=letter.pk, fault=type(fault).__name__)
        minutes = PATIENCE[min(letter.attempts, len(PATIENCE) - 1)]
        row.update(next_at=at + timedelta(minutes=minutes), trouble=_told(fault))
        return False
    row.update(state=LetterState.SENT, sent_at=at, trouble="")
    return True


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"[:200]
