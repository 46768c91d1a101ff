"""Queueing: a row in the transaction of whatever is told about. Sending is in `jobs`."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from aftercare.kit import mailing
from aftercare.kit.events import Actor
from aftercare.outbound import permitting, rules
from aftercare.outbound.catalogue import letter
from aftercare.outbound.models import Channel, Message, Trouble
from aftercare.outbound.states import MessageState
from aftercare.people.models import Organisation, Person

# The lines of a mail that its sender may set; all others are ours.
HEADERS = frozenset({"From", "Reply-To", "In-Reply-To", "References", "Auto-Submitted"})


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
    urgent: bool = False,
) -> Message:
    """Queue one message in the transaction of the caller; the worker sends it after the commit.

    to: an address of the channel; without a usable one the message is kept as not delivered, so
    that the list shows who was not reached. about: the reference of what it is about. key: what
    makes it this message; asked twice, it is queued once, and the first is returned. values: what
    the letter takes, small and JSON, in words of its language. person, customer: who gets it.
    headers: for e-mail, of `HEADERS`. urgent: quiet hours do not hold it up. Who has opted out of
    such letters is not written to; the message is held back and says so. ValueError: unknown
    letter, values, headers or channel, which is a mistake of ours. Must run inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("messages are queued inside a transaction")
    _check(channel, template, values, headers or {})
    address = _address(channel, to)
    state, trouble, next_at = _begin(channel, address, template, customer)
    if state == MessageState.QUEUED:
        quiet = None if urgent else permitting.quiet_until(template, person, at)
        trouble, next_at = (Trouble.QUIET, quiet) if quiet else ("", at)
    made, _new = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel, "to": address[:320], "template": template,
            "language": _spoken(language), "about": about, "values": dict(values),
            "person": person, "customer": customer, "headers": dict(headers or {}),
            "message_id": message_id or new_message_id(), "urgent": urgent,
            "queued_by": by.name[:120], "queued_at": at, "trouble": trouble,
            "state": state, "next_at": next_at,
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


def key_of(mark: str, to: str) -> str:
    """The key of what goes to one of several addresses. mark: what all of it is about. The address
    does not stand in it: it may be long, and may be masked one day."""
    return f"{mark}:{hashlib.sha256(f'{mark} {to}'.encode()).hexdigest()[:32]}"


def new_message_id() -> str:
    """An id that no other message has, as mails carry it."""
    return mailing.message_id(uuid.uuid4().hex)


def _check(
    channel: str, template: str, values: Mapping[str, Any], headers: Mapping[str, str]
) -> None:
    if channel not in Channel.values:
        raise ValueError(f"no channel is called {channel}")
    try:
        about = letter(template)
    except KeyError:
        raise ValueError(f"no letter is called {template}") from None
    about.check(values)
    if not about.goes_by(channel):
        raise ValueError(f"{template} has no text for {channel}")
    if unknown := set(headers) - HEADERS:
        raise ValueError(f"these lines are not for the sender to set: {sorted(unknown)}")


def _begin(
    channel: str, address: str, template: str, customer: Organisation | None
) -> tuple[str, str, datetime | None]:
    """The state a message begins in, why it stands still from the beginning, and no moment yet."""
    if not address:
        return MessageState.FAILED, Trouble.NO_ADDRESS, None
    if not _is_address(channel, address):
        return MessageState.FAILED, Trouble.BAD_ADDRESS, None
    if permitting.is_unwanted(template, address, customer):
        return MessageState.HELD, Trouble.OPTED_OUT, None
    return MessageState.QUEUED, "", None


def _address(channel: str, to: str) -> str:
    """An address as the channel writes it; what is none stays as it was written."""
    if channel == Channel.SMS:
        return rules.mobile(to) or to.strip()
    return to.strip().lower() if channel == Channel.EMAIL else to.strip()


def _is_address(channel: str, address: str) -> bool:
    if channel == Channel.SMS:
        return bool(rules.mobile(address))
    if channel == Channel.WECHAT:
        return bool(rules.WECHAT_ID.fullmatch(address))
    try:
        if channel == Channel.EMAIL:
            validate_email(address)
    except ValidationError:
        return False
    return True


def _spoken(language: str) -> str:
    """A language that letters are written in; the company's when this one is not."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
