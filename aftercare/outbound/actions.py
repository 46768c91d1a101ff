"""Everything a person or another folder does to the outbox. Sending is in `jobs`, by the worker."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events, states
from aftercare.kit.errors import NotAllowed
from aftercare.kit.events import Actor
from aftercare.outbound.catalogue import letter
from aftercare.outbound.models import Channel, Message, Trouble, Way
from aftercare.outbound.states import MOVES, MessageState
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power

# The lines of a mail that its sender may set; all others are ours.
HEADERS = frozenset({"From", "Reply-To", "In-Reply-To", "References", "Auto-Submitted"})
MOST = 500  # that a person sends again at once


def queue(
    *,
    channel: str,
    to: str,
    template: str,
    language: str,
    about: str,
    key: str,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    person: Person | None = None,
    customer: Organisation | None = None,
    message_id: str = "",
    headers: Mapping[str, str] | None = None,
) -> Message:
    """Queue one message in the transaction of the caller; the worker sends it after the commit.

    to: an address of the channel; without a usable one the message is kept as not delivered, so
    that the list shows who was not reached. about: the reference of what it is about. key: what
    makes it this message; asked twice, it is queued once, and the first is returned. values: what
    the letter takes, small and JSON, in words of its language. person, customer: who gets it.
    headers: for e-mail, of `HEADERS`. ValueError: unknown letter, values, headers or channel, which
    is a mistake of ours. Must run inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("messages are queued inside a transaction")
    _check(channel, template, values, headers or {})
    address = to.strip().lower() if channel == Channel.EMAIL else to.strip()
    trouble = _trouble_of(channel, address)
    made, _new = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel, "to": address[:320], "template": template,
            "language": _spoken(language), "about": about, "values": dict(values),
            "person": person, "customer": customer, "headers": dict(headers or {}),
            "message_id": message_id or new_message_id(),
            "queued_by": by.name[:120], "queued_at": at, "trouble": trouble,
            "state": MessageState.FAILED if trouble else MessageState.QUEUED,
            "next_at": None if trouble else at,
        },
    )  # fmt: skip
    return made


def queue_letter(
    *,
    to: str,
    subject: str,
    text: str,
    about: str,
    key: str,
    by: Actor,
    at: datetime,
    language: str = "",
    person: Person | None = None,
    customer: Organisation | None = None,
    message_id: str = "",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    sender: str = "",
    template: str = "letter",
) -> Message:
    """Queue an e-mail whose words somebody wrote, such as an answer in a thread.

    message_id: of this mail, when the caller keeps it to recognise the answer; otherwise one is
    made (`Message.message_id`). in_reply_to, references: the ids of the mails before it, in angle
    brackets. sender: the mailbox it comes from and is answered to; otherwise the company's.
    """
    headers = {
        "In-Reply-To": in_reply_to, "References": " ".join(references), "From": sender,
        "Auto-Submitted": "no",
    }  # fmt: skip
    return queue(
        channel=Channel.EMAIL, to=to, template=template, language=language, about=about, key=key,
        values={"subject": subject, "text": text}, by=by, at=at, person=person, customer=customer,
        message_id=message_id, headers={name: value for name, value in headers.items() if value},
    )  # fmt: skip


def new_message_id() -> str:
    """An id that no other message has, as mails carry it."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"


@transaction.atomic
def retry_message(
    message: Message, *, by: Person, at: datetime, revision: int | None = None
) -> Message:
    """Send a message that is stuck as soon as may be, with all its attempts before it again."""
    _check_keeper(by)
    changes = {"attempts": 0, "next_at": at, "trouble": "", "answer": ""}
    states.move(message, "retry", moves=MOVES, revision=revision, changes=changes)
    Way.objects.filter(channel=message.channel).update(closed_until=None)
    _record(message, "message.retried", by=by, at=at)
    return message


@transaction.atomic
def hold_message(
    message: Message, *, by: Person, at: datetime, revision: int | None = None
) -> Message:
    """Keep a message from being sent until somebody sends it again."""
    _check_keeper(by)
    changes = {"next_at": None, "trouble": Trouble.HELD}
    states.move(message, "hold", moves=MOVES, revision=revision, changes=changes)
    _record(message, "message.held", by=by, at=at)
    return message


@transaction.atomic
def retry_messages(messages: Iterable[Message], *, by: Person, at: datetime) -> int:
    """Send again whatever of these is stuck, at most `MOST`; how many will be.

    Those that are on their way meanwhile, or arrived, are left alone.
    """
    _check_keeper(by)
    events.take_turn()
    keys = [one.pk for one in messages][:MOST]
    stuck = Message.objects.filter(pk__in=keys, state__in=MOVES["retry"].sources)
    rows = list(stuck.select_for_update())
    Message.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=MessageState.QUEUED, attempts=0, next_at=at, trouble="", answer="",
        revision=F("revision") + 1,
    )  # fmt: skip
    Way.objects.filter(channel__in={one.channel for one in rows}).update(closed_until=None)
    happened = [_happened(one, "message.retried", by, at) for one in rows]
    if happened:
        events.record(*happened, recorded_at=at)
    return len(rows)


def _check(
    channel: str, template: str, values: Mapping[str, Any], headers: Mapping[str, str]
) -> None:
    if channel not in Channel.values:
        raise ValueError(f"no channel is called {channel}")
    try:
        letter(template).check(values)
    except KeyError:
        raise ValueError(f"no letter is called {template}") from None
    if unknown := set(headers) - HEADERS:
        raise ValueError(f"these lines are not for the sender to set: {sorted(unknown)}")


def _trouble_of(channel: str, address: str) -> str:
    if not address:
        return Trouble.NO_ADDRESS
    try:
        if channel == Channel.EMAIL:
            validate_email(address)
    except ValidationError:
        return Trouble.BAD_ADDRESS
    return ""


def _spoken(language: str) -> str:
    """A language that letters are written in; the company's when this one is not."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _record(message: Message, kind: str, *, by: Actor, at: datetime) -> None:
    events.record(_happened(message, kind, by, at), recorded_at=at)


def _happened(message: Message, kind: str, by: Actor, at: datetime) -> events.Happened:
    data = {"channel": message.channel, "template": message.template}
    return events.Happened(kind, message.reference, at, by, message.about, data)


def _check_keeper(by: Person) -> None:
    if not (by.may(Power.SEE_ALL_CASES) and by.may(Power.HANDLE_CASES)):
        raise NotAllowed(_("The outbox is kept by those who handle every case."))
