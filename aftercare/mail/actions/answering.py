"""Answering a letter: a letter of ours that the outbox sends, and that is known when it returns."""

import hashlib
import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions as desk
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.mail import tokens
from aftercare.mail.actions.recording import record
from aftercare.mail.models import Direction, Letter
from aftercare.mail.rules import LONGEST_NOTE, LetterKind, answer_subject, cut
from aftercare.mail.states import LetterState
from aftercare.outbound import actions as outbound
from aftercare.people.models import Person
from aftercare.people.roles import Power

MOST_TEXT = 20_000
MOST_REFERENCES = 20


@transaction.atomic
def answer_letter(
    letter: Letter, *, text: str, by: Person, at: datetime, id: uuid.UUID | None = None
) -> Letter:
    """Answer a letter; the outbox sends it, the case has it as a note the customer sees.

    It carries the thread (RFC 5322, 3.6.4) and the token of the case, so that the next answer
    finds it from whatever address. id: made by the sender; the same form sent twice is one answer.
    Refused: an empty text, a letter that a machine wrote, one that names no address to answer to.
    """
    _check(letter, text, by)
    events.take_turn()
    known_by = hashlib.sha256(f"answer {id or uuid.uuid4()}".encode()).hexdigest()
    before = Letter.objects.filter(fingerprint=known_by).first()
    if before is not None:
        return before
    written = _written(letter, text.strip(), known_by, by, at)
    about = letter.case.reference if letter.case else letter.reference
    outbound.queue_letter(
        to=letter.answer_to, subject=written.subject, text=written.text, about=about,
        key=f"{written.reference}/sent", by=by, at=at, customer=letter.customer,
        message_id=written.message_id, in_reply_to=letter.message_id,
        references=[*reversed(written.answers)],
        sender=letter.mailbox.address if letter.mailbox else "",
    )  # fmt: skip
    record(letter, "letter.answered", by=by, at=at, answer=written.reference)
    if letter.case is not None:
        desk.note_case(
            letter.case, cut(written.text, LONGEST_NOTE), by=by, at=at, internal=False,
            about=written.reference, id=uuid.uuid5(written.case_event, "note"),
        )  # fmt: skip
    return written


def subject_of_answer(letter: Letter) -> str:
    """The subject of an answer, with the token of the case it is in."""
    token = tokens.token_of(letter.case.number) if letter.case else ""
    return answer_subject(letter.subject, token)


def _written(letter: Letter, text: str, known_by: str, by: Person, at: datetime) -> Letter:
    mailbox = letter.mailbox
    thread = [one for one in (letter.message_id, *letter.answers) if one]
    return Letter.objects.create(
        direction=Direction.OUT,
        state=LetterState.IN_CASE if letter.case else LetterState.DONE,
        mailbox=mailbox,
        fingerprint=known_by,
        message_id=outbound.new_message_id(),
        answers=thread[:MOST_REFERENCES],
        sender=mailbox.address if mailbox else "",
        sender_name=by.name,
        recipients=[letter.answer_to],
        subject=subject_of_answer(letter),
        text=text,
        written_at=at,
        received_at=at,
        customer=letter.customer,
        person=by,
        case=letter.case,
    )


def _check(letter: Letter, text: str, by: Person) -> None:
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("E-mail is for those who handle cases."))
    if letter.direction == Direction.OUT:
        raise Refusal(_("This letter is ours; answer one that came in."), code="wrong-state")
    if letter.kind != LetterKind.ORDINARY:
        raise Refusal(_("A machine wrote this letter; an answer would go round in circles."))
    if not letter.answer_to:
        raise Refusal(_("This letter names no single address to answer to."))
    if not text.strip():
        raise Refusal(_("Write something first."), field="text")
    if len(text) > MOST_TEXT:
        raise Refusal(_("This is too long for a letter; attach it to the case."), field="text")
