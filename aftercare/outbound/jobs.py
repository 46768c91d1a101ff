"""Sending: by the worker, one lease, one attempt and one note for each message.

Of two workers only one gets the lease. A worker that dies between sending and noting lets the
lease run out; then the message goes out once more under the same id.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions, permitting, queries, rules, signing, stopping
from aftercare.outbound.adapters import (
    Adapter,
    Down,
    Gone,
    Outgoing,
    PutOff,
    Refused,
    Unreachable,
    adapter_of,
)
from aftercare.outbound.catalogue import letter
from aftercare.outbound.models import Broadcast, Channel, Message, Trouble, Way, Webhook
from aftercare.outbound.states import BroadcastState, MessageState
from aftercare.outbound.writing import Unwritable, Written, shown, written

BATCH = 50
ROUND = timedelta(seconds=30)
DOWN_FOR = timedelta(minutes=1)  # for which nothing else is tried with a receiver that is down
# Three years, so long as somebody may say that they were not told (Civil Code art. 188).
KEPT = timedelta(days=3 * 366)
FORGOTTEN_AT_ONCE = 500
log = structlog.get_logger(__name__)


def send_due(at: datetime) -> int:
    """Send what is due, at most a batch of each channel; how many went out.

    A channel that gets nothing through holds up no other, and one message no other message. Nor
    does a webhook or broadcast that cannot be gone on with.
    """
    for webhook in queries.webhooks_with_news():
        _queue(actions.queue_what_happened, webhook, at)
    for broadcast in queries.broadcasts_running():
        _queue(actions.go_on, broadcast, at)
    return sum(_send_by(channel, at) for channel in Channel.values)


def forget_old(at: datetime) -> int:
    """Drop messages that are of no use to anybody any more, some at a time; how many.

    A broadcast goes before its messages, so that nobody is left who seems not to have got it.
    """
    ended = Broadcast.objects.filter(made_at__lt=at - KEPT)
    ended.exclude(state=BroadcastState.RUNNING).delete()
    old = Message.objects.filter(queued_at__lt=at - KEPT, next_at=None).order_by("queued_at", "id")
    keys = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return Message.objects.filter(pk__in=keys).delete()[0] if keys else 0


def _queue(act: Callable[..., int], one: Webhook | Broadcast, at: datetime) -> None:
    try:
        act(one, at=at)
    except OperationalError:
        raise
    except Exception:  # a fault of ours must not stop what all others are told
        log.exception("not_queued", about=one.reference)


def _send_by(channel: str, at: datetime) -> int:
    rows = queries.due(channel, at, BATCH)
    if not rows or queries.is_closed(channel, at):
        return 0
    adapter = adapter_of(channel)
    if adapter is None:
        for message in rows:
            _note(message, MessageState.HELD, trouble=Trouble.NOT_SET_UP)
        return 0
    begun, sent = timezone.now(), 0
    try:
        with adapter:
            for message in rows:
                now = at + (timezone.now() - begun)  # so that a slow batch gives no short leases
                sent += _send(message, adapter, now)
                if message is rows[0]:
                    _open(channel)
                if timezone.now() - begun > ROUND:
                    break  # so that a slow receiver makes nobody of another channel wait
    except Unreachable as fault:
        _close(channel, str(fault), at)
    return sent


def _send(message: Message, adapter: Adapter, at: datetime) -> bool:
    """One attempt; whether it went out. `Unreachable` when no other message need be tried."""
    if not _may_go(message, at) or not _lease(message, at):
        return False
    try:
        told = written(message)
        answer = adapter.send(_outgoing(message, told, at))
    except Unreachable as fault:
        # It counts, and the others go first next time: a server that breaks off at this one message
        # must not keep all others from going out.
        _put_off(message, str(fault), at, Trouble.UNREACHABLE)
        raise
    except Unwritable as fault:
        _fail(message, Trouble.BROKEN, str(fault), at)
    except Refused as fault:
        _fail(message, Trouble.REFUSED, str(fault), at)
        if isinstance(fault, Gone):
            _pause(message, at)
    except PutOff as fault:
        _put_off(message, str(fault), at)
        if isinstance(fault, Down):
            _spare(message, at)
    except Exception as fault:  # a fault of ours must not stop all other messages
        log.exception("message_failed", message=message.pk)
        _put_off(message, f"{type(fault).__name__}: {fault}", at)
    else:
        return _sent(message, answer, at)
    return False


def _may_go(message: Message, at: datetime) -> bool:
    """Whether it may go out now: its receiver may have opted out since, and the night has come."""
    try:
        if permitting.is_unwanted(message.template, message.to, message.customer):
            _note(message, MessageState.HELD, trouble=Trouble.OPTED_OUT)
            return False
        quiet = permitting.quiet_until(message.template, message.person, at)
    except KeyError:
        return True  # a letter that is no more: writing it says so
    if quiet is not None and not message.urgent:
        _note(message, MessageState.QUEUED, trouble=Trouble.QUIET, next_at=quiet)
        return False
    return True


def _outgoing(message: Message, told: Written, at: datetime) -> Outgoing:
    make = letter(message.template).files
    headers = {**message.headers, **stopping.headers_of(message)}
    return Outgoing(
        message.message_id, message.to, told.subject, told.text, message.language,
        headers, make(message) if make is not None else (),
        signing.secrets_of(message.webhook, at) if message.webhook is not None else (),
    )  # fmt: skip


def _lease(message: Message, at: datetime) -> bool:
    """Whether this worker has it now, and nobody else until the lease has run out."""
    mine = Message.objects.filter(
        pk=message.pk, state=message.state, revision=message.revision, next_at=message.next_at
    ).update(
        state=MessageState.SENDING, attempts=F("attempts") + 1, next_at=at + rules.LEASE,
        revision=F("revision") + 1,
    )  # fmt: skip
    message.attempts += 1
    message.revision += 1
    message.state = MessageState.SENDING
    return bool(mine)


def _note(message: Message, state: str, *, next_at: datetime | None = None, **found: Any) -> bool:
    """Write down what came of an attempt, unless somebody else has taken the message over."""
    found["answer"] = found.get("answer", "")[:300]
    mine = Message.objects.filter(pk=message.pk, revision=message.revision)
    return bool(mine.update(state=state, next_at=next_at, revision=F("revision") + 1, **found))


def _put_off(message: Message, answer: str, at: datetime, trouble: str = Trouble.PUT_OFF) -> None:
    wait = rules.wait_after(message.attempts)
    if wait is not None and message.channel == Channel.WEBHOOK:
        wait *= 1 + random.random() / 10  # noqa: S311  # so that not all come back at once
    if wait is None:
        _fail(message, Trouble.GAVE_UP, answer, at)
        return
    log.warning("message_put_off", message=message.pk, attempts=message.attempts)
    _note(message, MessageState.QUEUED, next_at=at + wait, trouble=trouble, answer=answer)


def _pause(message: Message, at: datetime) -> None:
    """A receiver that wants nothing any more is told nothing until somebody says so."""
    told = Webhook.objects.filter(messages=message, is_paused=False)
    if (webhook := told.first()) is not None:
        actions.pause_webhook(webhook, paused=True, by=SYSTEM, at=at)


def _spare(message: Message, at: datetime) -> None:
    """The other messages to a receiver that is down wait with this one, without an attempt."""
    waiting = Message.objects.filter(
        channel=message.channel, to=message.to, state=MessageState.QUEUED, next_at__lte=at
    )
    waiting.update(next_at=at + DOWN_FOR, trouble=Trouble.PUT_OFF, revision=F("revision") + 1)


@transaction.atomic
def _sent(message: Message, answer: str, at: datetime) -> bool:
    """It went out; what is kept of it is what was sent, without its secrets."""
    confirmed = letter(message.template).confirmed
    if confirmed:
        events.take_turn()
    kept = shown(message)
    noted = _note(message, MessageState.SENT, sent_at=at, subject=kept.subject, text=kept.text,
                  trouble="", answer=answer)  # fmt: skip
    if noted and confirmed:
        data = {"channel": message.channel, "template": message.template, "to": message.to}
        happened = events.Happened(
            "message.sent", message.reference, at, SYSTEM, message.about, data
        )
        events.record(happened, recorded_at=at)
    return noted


@transaction.atomic
def _fail(message: Message, trouble: str, answer: str, at: datetime) -> None:
    """It will not go out by itself any more; that is on record with what it is about."""
    log.warning("message_not_delivered", message=message.pk, trouble=trouble)
    events.take_turn()
    if _note(message, MessageState.FAILED, trouble=trouble, answer=answer):
        data = {"channel": message.channel, "template": message.template, "trouble": trouble}
        happened = events.Happened(
            "message.failed", message.reference, at, SYSTEM, message.about, data
        )
        events.record(happened, recorded_at=at)


def _open(channel: str) -> None:
    Way.objects.filter(channel=channel, failures__gt=0).update(
        failures=0, failing_since=None, closed_until=None, answer=""
    )


def _close(channel: str, answer: str, at: datetime) -> None:
    """Nothing gets through: nobody tries for a while, and the list says so of all that waits."""
    way, _new = Way.objects.get_or_create(channel=channel)
    way.failures += 1
    way.failing_since = way.failing_since or at
    way.closed_until = at + rules.closed_for(way.failures)
    way.answer = answer[:300]
    way.save()
    log.warning("channel_unreachable", channel=channel, failures=way.failures)
