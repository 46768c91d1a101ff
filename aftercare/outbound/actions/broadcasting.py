"""Notices to a group of customers: written, started once, stopped and resumed without doubling.

Starting fixes who is meant. The worker then queues a message for each of them; one that was queued
is never queued again, whatever happens in between.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import ProductModel
from aftercare.kit import events, states
from aftercare.kit.chunks import chunks
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.outbound import queries, reaching
from aftercare.outbound.actions.queueing import key_of, queue
from aftercare.outbound.models import Broadcast, Message, Receiver, Topic, Trouble
from aftercare.outbound.states import BROADCAST_MOVES, BroadcastState, MessageState
from aftercare.people.rights import require
from aftercare.people.roles import Power

MOST = 50_000  # customers of one broadcast
AT_ONCE = 50  # messages that are queued in one go, while nobody else can record anything


@dataclass(frozen=True)
class Notice:
    """What is said, and to whom: customers with a unit of the model, with a site whose area begins
    so, or all when neither is given. urgent: also in quiet hours."""

    topic: str
    subject_zh: str = ""
    text_zh: str = ""
    subject_en: str = ""
    text_en: str = ""
    product: ProductModel | None = None
    place: str = ""
    urgent: bool = False


@transaction.atomic
def write_broadcast(notice: Notice, *, by: Actor, at: datetime) -> Broadcast:
    """Keep a notice; nobody is written to yet. Refused without words in at least one language."""
    require(by, Power.BROADCAST)
    if notice.topic not in Topic.values:
        raise Refusal(_("Choose what the notice is about."), field="topic")
    for language in ("zh", "en"):
        _check_words(notice, language)
    if not (notice.subject_zh.strip() or notice.subject_en.strip()):
        raise Refusal(_("Write the notice in at least one language."), field="subject_zh")
    made = Broadcast.objects.create(
        state=BroadcastState.DRAFT, topic=notice.topic, product=notice.product,
        place=notice.place.strip(), urgent=notice.urgent, subject_zh=notice.subject_zh.strip(),
        text_zh=notice.text_zh.strip(), subject_en=notice.subject_en.strip(),
        text_en=notice.text_en.strip(), made_by=by.name[:120], made_at=at,
    )  # fmt: skip
    _record("broadcast.written", made, by, at)
    return made


@transaction.atomic
def move_broadcast(
    broadcast: Broadcast, verb: str, *, by: Actor, at: datetime, revision: int | None = None
) -> Broadcast:
    """Start, stop or resume. Stopped, nothing more goes out, also of what was queued already."""
    require(by, Power.BROADCAST)
    if verb not in BROADCAST_MOVES:
        raise Refusal(_("There is no such move."), code="unknown-move")
    changes = {"started_at": at} if verb == "start" else {}
    step = states.move(broadcast, verb, moves=BROADCAST_MOVES, revision=revision, changes=changes)
    EFFECTS[verb](broadcast, at)
    _record(step.event, broadcast, by, at)
    return broadcast


@transaction.atomic
def go_on(broadcast: Broadcast, *, at: datetime) -> int:
    """Queue a message for some of those who have none yet; how many. By the worker."""
    events.take_turn()
    if not Broadcast.objects.filter(pk=broadcast.pk, state=BroadcastState.RUNNING).exists():
        return 0
    waiting = list(queries.receivers_waiting(broadcast)[:AT_ONCE])
    for one in waiting:
        message = _queued(broadcast, one, at)
        Receiver.objects.filter(pk=one.pk).update(message=message)
    if len(waiting) < AT_ONCE:
        done = Broadcast.objects.filter(pk=broadcast.pk, state=BroadcastState.RUNNING)
        done.update(state=BroadcastState.DONE, revision=F("revision") + 1)
        _record("broadcast.done", broadcast, SYSTEM, at)
    return len(waiting)


def _queued(broadcast: Broadcast, one: Receiver, at: datetime) -> Message:
    language = one.person.language if one.person else ""
    english = (language or settings.LANGUAGE_CODE) == "en"
    has_words = bool(broadcast.subject_en if english else broadcast.subject_zh)
    in_english = english == has_words  # the other one when there are no words in this
    return queue(
        channel=one.channel, to=one.to, template="notice",
        language="en" if in_english else "zh-hans", about=broadcast.reference,
        key=key_of(f"broadcast:{broadcast.pk}", one.to),
        values={
            "subject": broadcast.subject_en if in_english else broadcast.subject_zh,
            "text": broadcast.text_en if in_english else broadcast.text_zh,
            "company": queries.company_name(),
        },
        by=SYSTEM, at=at, person=one.person, customer=one.customer, urgent=broadcast.urgent,
    )  # fmt: skip


def _start(broadcast: Broadcast, at: datetime) -> None:
    """Fix who is meant: every contact with an address, and the customers without any."""
    customers = queries.customers_meant(broadcast)
    if customers.count() > MOST:
        raise Refusal(_("These are too many customers at once; narrow the group."))
    for some in chunks(list(customers.values_list("pk", flat=True)), 500):
        Receiver.objects.bulk_create(_receivers(broadcast, some), ignore_conflicts=True)
    if not broadcast.receivers.exists():
        raise Refusal(_("No customer is in this group."))


def _receivers(broadcast: Broadcast, customers: Iterable[int]) -> Iterator[Receiver]:
    """Whom nobody can write to is on the list too, so that it shows whom to call."""
    for way in reaching.ways_to(customers):
        yield Receiver(
            broadcast=broadcast, customer=way.customer, person=way.person, channel=way.channel,
            to=way.to,
        )  # fmt: skip


def _stop(broadcast: Broadcast, at: datetime) -> None:
    waiting = Message.objects.filter(receivers__broadcast=broadcast, state=MessageState.QUEUED)
    waiting.update(
        state=MessageState.HELD, trouble=Trouble.STOPPED, next_at=None, revision=F("revision") + 1
    )


def _resume(broadcast: Broadcast, at: datetime) -> None:
    stopped = Message.objects.filter(
        receivers__broadcast=broadcast, state=MessageState.HELD, trouble=Trouble.STOPPED
    )
    stopped.update(state=MessageState.QUEUED, trouble="", next_at=at, revision=F("revision") + 1)


EFFECTS = {"start": _start, "stop": _stop, "resume": _resume}


def _check_words(notice: Notice, language: str) -> None:
    subject = getattr(notice, f"subject_{language}").strip()
    text = getattr(notice, f"text_{language}").strip()
    if bool(subject) != bool(text):
        field = f"text_{language}" if subject else f"subject_{language}"
        raise Refusal(_("A notice needs both a subject and a text."), field=field)


def _record(kind: str, broadcast: Broadcast, by: Actor, at: datetime) -> None:
    data = {"topic": broadcast.topic, "subject": broadcast.subject_zh or broadcast.subject_en}
    events.record(events.Happened(kind, broadcast.reference, at, by, "", data), recorded_at=at)
