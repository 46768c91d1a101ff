"""What a person does to the outbox."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.outbound.models import Channel, Message, Trouble, Way
from aftercare.outbound.states import MOVES, MessageState
from aftercare.people.models import Person

MOST = 500  # that a person sends again at once


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
def replay_message(
    message: Message, *, by: Person, at: datetime, revision: int | None = None
) -> Message:
    """Tell another system once more what it was told, under the same id. Letters are not."""
    _check_keeper(by)
    if message.channel != Channel.WEBHOOK or message.webhook_id is None:
        raise Refusal(_("Only what a webhook was told can be told again."), code="wrong-state")
    changes = {"attempts": 0, "next_at": at, "answer": "", "sent_at": None}
    states.move(message, "replay", moves=MOVES, revision=revision, changes=changes)
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
def return_message(message: Message, *, answer: str, at: datetime) -> bool:
    """A mail that had gone out came back: it is not delivered after all, and whoever it matters to
    is told. answer: what the mail server wrote. False when that is known already."""
    events.take_turn()
    out = Message.objects.filter(
        pk=message.pk, channel=Channel.EMAIL, state=MessageState.SENT, revision=message.revision
    )
    changed = out.update(
        state=MessageState.FAILED, trouble=Trouble.RETURNED, answer=answer[:300], sent_at=None,
        revision=F("revision") + 1,
    )  # fmt: skip
    if not changed:
        return False
    data = {"channel": message.channel, "template": message.template, "trouble": Trouble.RETURNED}
    returned = events.Happened("message.failed", message.reference, at, SYSTEM, message.about, data)
    events.record(returned, recorded_at=at)
    return True


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


def _record(message: Message, kind: str, *, by: Actor, at: datetime) -> None:
    events.record(_happened(message, kind, by, at), recorded_at=at)


def _happened(message: Message, kind: str, by: Actor, at: datetime) -> events.Happened:
    data = {"channel": message.channel, "template": message.template}
    return events.Happened(kind, message.reference, at, by, message.about, data)


def _check_keeper(by: Person) -> None:
    if not by.handles_every_case:
        raise NotAllowed(_("The outbox is kept by those who handle every case."))
