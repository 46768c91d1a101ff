"""Which other systems are told what happens, and queueing what each is told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.kit import events, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.models import Event
from aftercare.outbound import rules, signing
from aftercare.outbound.adapters import webhook as sending
from aftercare.outbound.models import Channel, Message, Trouble, Webhook
from aftercare.outbound.states import MessageState
from aftercare.people.rights import require
from aftercare.people.roles import Power

OVERLAP = timedelta(days=7)  # for which an older secret stays good
MOST_WAITING = 100  # messages of one webhook; the events after those wait in the chain
LOOKED_AT = 500  # events in one go
LARGEST = 16_000  # characters of an event's data; receivers fetch larger ones


@transaction.atomic
def add_webhook(
    name: str, *, address: str, kinds: Iterable[str], by: Actor, at: datetime
) -> tuple[Webhook, str]:
    """Tell another system what happens from now on; the webhook and its secret, shown this once.

    kinds: such as `case.closed` or `case.*`; none: everything. Refused: an address inside the own
    network, one that is not https, and what is no kind. Where a name leads is looked at each time
    something is sent.
    """
    require(by, Power.KEEP_PEOPLE)
    wanted = _checked(name, address, kinds)
    made = Webhook.objects.create(
        name=name.strip(), address=address.strip(), kinds=wanted, nonce=signing.new_nonce(),
        after=events.length(), made_at=at, made_by=by.name[:120],
    )  # fmt: skip
    _record("webhook.added", made, by, at)
    return made, signing.secret_of(made.nonce)


@transaction.atomic
def rotate_secret(webhook: Webhook, *, by: Actor, at: datetime, revision: int | None = None) -> str:
    """A new secret, shown this once; the present one stays good beside it for a week."""
    require(by, Power.KEEP_PEOPLE)
    states.expect(webhook, revision)
    changes = {"nonce": signing.new_nonce(), "older_nonce": webhook.nonce,
               "older_until": at + OVERLAP}  # fmt: skip
    states.write(webhook, changes=changes)
    _record("webhook.secret-changed", webhook, by, at)
    return signing.secret_of(webhook.nonce)


@transaction.atomic
def pause_webhook(
    webhook: Webhook, *, paused: bool, by: Actor, at: datetime, revision: int | None = None
) -> Webhook:
    """Stop telling it anything, or go on with whatever has happened meanwhile: nothing is lost."""
    require(by, Power.KEEP_PEOPLE)
    states.expect(webhook, revision)
    if webhook.is_paused != paused:
        states.write(webhook, changes={"is_paused": paused})
        _record("webhook.paused" if paused else "webhook.resumed", webhook, by, at)
    return webhook


@transaction.atomic
def end_webhook(webhook: Webhook, *, by: Actor, at: datetime) -> None:
    """Tell it nothing any more. What was told stays on the list; what waits is held back."""
    require(by, Power.KEEP_PEOPLE)
    _record("webhook.ended", webhook, by, at)
    Message.objects.filter(webhook=webhook, sent_at=None).update(
        state=MessageState.HELD, next_at=None, trouble=Trouble.HELD, revision=F("revision") + 1
    )
    webhook.delete()


@transaction.atomic
def queue_what_happened(webhook: Webhook, *, at: datetime) -> int:
    """Queue a message for each event since the last one that was looked at; how many.

    Of two workers one gets each event. While a hundred messages of a webhook wait, no more are
    queued: the events are in the chain and wait there.
    """
    room = (
        MOST_WAITING
        - Message.objects.filter(webhook=webhook, sent_at=None)
        .exclude(state=MessageState.FAILED)
        .count()
    )
    if room <= 0:
        return 0
    found, last = _next(webhook, room)
    if last == webhook.after or not _advance(webhook, last):
        return 0
    Message.objects.bulk_create(
        [_told(webhook, event, at) for event in found], ignore_conflicts=True
    )
    return len(found)


def _next(webhook: Webhook, room: int) -> tuple[list[Event], int]:
    """The events it is to be told of, and the last one that was looked at."""
    found: list[Event] = []
    last = webhook.after
    later = Event.objects.filter(sequence__gt=webhook.after).order_by("sequence")
    for event in later[:LOOKED_AT]:
        if len(found) == room:
            break
        last = event.sequence
        if rules.concerns(event.kind, webhook.kinds) and not _is_of_webhooks(event):
            found.append(event)
    return found, last


def _is_of_webhooks(event: Event) -> bool:
    """Whether it tells of a webhook's own message: telling that would never come to an end."""
    return event.kind.startswith("message.") and event.data.get("channel") == Channel.WEBHOOK


def _advance(webhook: Webhook, last: int) -> bool:
    mine = Webhook.objects.filter(pk=webhook.pk, after=webhook.after, is_paused=False)
    return bool(mine.update(after=last))


def _told(webhook: Webhook, event: Event, at: datetime) -> Message:
    content = {
        "sequence": event.sequence, "id": str(event.id), "subject": event.subject,
        "context": event.context, "actor": event.actor,
        "recorded_at": event.recorded_at.isoformat(),
    }  # fmt: skip
    if len(str(event.data)) <= LARGEST:
        content["details"] = event.data
    values = {"type": event.kind, "timestamp": event.occurred_at.isoformat(), "data": content}
    return Message(
        key=f"webhook:{webhook.pk}:{event.id}", channel=Channel.WEBHOOK, to=webhook.address,
        template="webhook", language="en", about=event.subject, values=values, webhook=webhook,
        message_id=f"msg_{event.id.hex}", queued_by=event.actor_name, queued_at=at, next_at=at,
        state=MessageState.QUEUED,
    )  # fmt: skip


def _checked(name: str, address: str, kinds: Iterable[str]) -> list[str]:
    if not name.strip():
        raise Refusal(_("Give the webhook a name."), field="name")
    try:
        sending.checked(address.strip())
    except sending.Forbidden:
        raise Refusal(
            _(
                "Webhooks go by https:// to the open Internet. A machine of your own network must "
                "be named in AFTERCARE_WEBHOOKS_INSIDE."
            ),
            field="address",
        ) from None
    wanted = sorted({kind.strip() for kind in kinds if kind.strip()})
    if wrong := [kind for kind in wanted if not rules.is_kind(kind)]:
        text = _("%(kind)s is no kind of events; write case.closed, or case.* for all of a group.")
        raise Refusal(text % {"kind": wrong[0]}, field="kinds")
    return wanted


def _record(kind: str, webhook: Webhook, by: Actor, at: datetime) -> None:
    data = {"name": webhook.name, "kinds": webhook.kinds}
    events.record(events.Happened(kind, webhook.reference, at, by, "", data), recorded_at=at)
