"""What is said in a conversation: in order, once, and only by its two sides."""

import uuid
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.chat.actions.happening import locked, record
from aftercare.chat.models import Consultation, Remark
from aftercare.chat.rules import LONGEST, MOST_FILES, MOST_MESSAGES, Side, cleaned
from aftercare.documents import actions as documents
from aftercare.documents.models import Attachment
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.people.models import Person


def say(
    consultation: Consultation,
    text: str,
    *,
    key: uuid.UUID,
    side: Side,
    by: Actor,
    at: datetime,
    attachment: Attachment | None = None,
) -> Remark:
    """Say something. The same key again gives the message that is kept, whatever it says now.

    The agent's first word answers the question: `consultation.answered`. Nothing else that is
    said is an event. Refused: nothing said, too long, too much, a conversation that has ended, an
    agent whose conversation it is not.
    """
    words = cleaned(text)
    if len(words) > LONGEST:
        raise Refusal(_("This is too long for one message; send it in parts."), field="text")
    if not words and attachment is None:
        raise Refusal(_("Write something first."), field="text")
    return _said(consultation, words, key, side, by, at, attachment)


@transaction.atomic
def _said(
    consultation: Consultation,
    words: str,
    key: uuid.UUID,
    side: Side,
    by: Actor,
    at: datetime,
    attachment: Attachment | None,
) -> Remark:
    if side is Side.AGENT and consultation.answered_at is None:
        events.take_turn()
    now = locked(consultation)
    known = now.remarks.filter(key=key).select_related("attachment").first()
    if known is not None:
        return known
    _check(now, side, by)
    number = now.last_number + 1
    if number > MOST_MESSAGES:
        raise Refusal(_("This conversation is long enough; register a case."))
    remark = Remark.objects.create(
        consultation=now, number=number, key=key, side=side, by=by.reference,
        by_name=by.name[:120], text=words, attachment=attachment, said_at=at,
    )  # fmt: skip
    changes: dict[str, Any] = {
        "last_number": number, "last_side": side, "last_at": at, f"{side}_saw": number,
        f"{side}_typed_at": None,
    }  # fmt: skip
    answers = side is Side.AGENT and now.answered_at is None
    if answers:
        changes |= {"answered_at": at, "revision": F("revision") + 1}
    Consultation.objects.filter(pk=now.pk).update(**changes)
    if answers:
        now.revision += 1
        record(now, "consultation.answered", by=by, at=at)
    return remark


def add_file(
    consultation: Consultation,
    file: IO[bytes],
    name: str,
    *,
    key: uuid.UUID,
    side: Side,
    by: Actor,
    at: datetime,
) -> Remark:
    """Send a file; see `documents.actions.attach_file` for what is refused."""
    known = consultation.remarks.filter(key=key).select_related("attachment").first()
    if known is not None:
        return known
    consultation.refresh_from_db()
    _check(consultation, side, by)
    if consultation.remarks.filter(attachment__isnull=False).count() >= MOST_FILES:
        raise Refusal(_("These are too many files for one conversation."), field="files")
    kept = documents.attach_file(
        file, name, subject=consultation.reference, by=by, at=at, public=True,
        id=uuid.uuid5(consultation.key, str(key)),
    )  # fmt: skip
    return say(consultation, "", key=key, side=side, by=by, at=at, attachment=kept)


def show_signs(
    consultation: Consultation, *, side: Side, at: datetime, saw: int = 0, typing: bool = False
) -> None:
    """What a page tells without anybody saying anything: up to which message it has received, and
    that somebody is typing. No part of the record, and no event."""
    this = Consultation.objects.filter(pk=consultation.pk)
    if saw:
        reached = min(saw, consultation.last_number)
        this.filter(**{f"{side}_saw__lt": reached}).update(**{f"{side}_saw": reached})
    if typing and consultation.is_open:
        this.update(**{f"{side}_typed_at": at})


def _check(consultation: Consultation, side: Side, by: Actor) -> None:
    if not consultation.is_open:
        raise Refusal(_("This conversation has ended."), code="wrong-state")
    if side is Side.AGENT and not (isinstance(by, Person) and consultation.agent_id == by.pk):
        raise NotAllowed(_("Take the conversation first; only one of us talks to a customer."))
