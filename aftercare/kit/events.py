"""The history of everything: append, read, verify.

One chain head orders all events. Its row is locked from the first append of a transaction to
the commit, so `sequence` has no gaps and no reader that remembers a number can miss a row that
was committed late (`docs/decisions/0002-one-event-chain.md`).
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

import orjson
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal
from aftercare.kit.models import GENESIS, ChainHead, Event


class Actor(Protocol):
    """Who did it: a person, or the system."""

    @property
    def reference(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The worker, an import, a migration: acting for nobody in particular."""

    name: str = "系统"
    reference: str = "system"


SYSTEM = System()


@dataclass(frozen=True)
class Recorded:
    """Whoever an event names, as it names them."""

    reference: str
    name: str


def actor_of(event: Event) -> Actor:
    """Who acted in an event, to act in their name in what follows from it."""
    return Recorded(event.actor, event.actor_name)


class IdUsed(Refusal):
    """The sender named an event by the id of another one; nothing of that one is told."""

    code = "id-used"

    def __init__(self) -> None:
        super().__init__(_("This id belongs to another event."), field="id")


HEAD = ChainHead._meta.db_table
# Written out, because everybody waits while these run, and Django would compile them each time.
LOOK = f"SELECT length, hash FROM {HEAD} WHERE id = 1"  # noqa: S608  # our own table's name
TURN = f"SELECT id FROM {HEAD} WHERE id = 1 FOR UPDATE"  # noqa: S608  # likewise; for `numbering`
ADVANCE = f"UPDATE {HEAD} SET length = %s, hash = %s WHERE id = 1"  # noqa: S608  # likewise


@dataclass(frozen=True)
class Happened:
    """What is to be recorded. `at` is when it happened, aware; `data` is small and JSON.

    Moments are kept to the second: nobody promises microseconds, and sums stay readable.
    begins: the subject was made in this transaction, and nothing has happened to it before.
    """

    kind: str
    subject: str
    at: datetime
    by: Actor
    context: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    id: uuid.UUID | None = None
    begins: bool = False


def record(*happened: Happened, recorded_at: datetime | None = None) -> list[Event]:
    """Append events to the chain and let the reactions of their transaction run.

    An event whose `id` is already recorded has no second effect; the recorded row is returned.
    `IdUsed` when the id belongs to something else. Must run inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("events are recorded inside a transaction")
    head = _locked_head()
    known = _known(happened)
    for one in happened:
        if one.id in known:
            check_same(known[one.id], one)
    rows = list(
        _chained(
            head, (one for one in happened if one.id not in known), recorded_at or timezone.now()
        )
    )
    if rows:
        Event.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.execute(ADVANCE, [rows[-1].sequence, rows[-1].hash])
        _at_once()(rows)
    return [known[one.id] for one in happened if one.id in known] + rows


def check_same(known: Event, happened: Happened) -> None:
    """`IdUsed` unless this is the recorded event, sent again.

    What begins a subject has a new one each time it is sent; then it must be of the same sender.
    """
    same = known.actor == happened.by.reference if happened.begins else (
        known.subject == happened.subject
    )  # fmt: skip
    if known.kind != happened.kind or not same:
        raise IdUsed


def take_turn() -> None:
    """Be the only one who appends, from here to the end of the transaction.

    Who locks other rows and appends afterwards takes its turn first. All take their locks in
    one order then, and two of them never wait for each other. Outside a transaction, and where
    writers are alone in the database anyway, there is nothing to do.
    """
    if connection.in_atomic_block and connection.features.has_select_for_update:
        _locked_head()


def length() -> int:
    """How many events are committed: the sequence number of the last one."""
    return ChainHead.objects.filter(pk=1).values_list("length", flat=True).first() or 0


def events_of(subject: str, *, after: int = 0) -> list[Event]:
    """The history of one subject in the order it was recorded."""
    return list(Event.objects.filter(subject=subject, sequence__gt=after).order_by("sequence"))


@dataclass(frozen=True)
class Verified:
    """The result of walking the chain: `broken` names the first row that does not fit.

    why: `changed`, `missing`, `added`, or `forgotten` when a head that was kept elsewhere is in
    this chain no more, so that history was written anew.
    """

    length: int
    head: str
    broken: int | None
    why: str = ""


def verify(using: str = DEFAULT_DB_ALIAS, *, kept: str = "") -> Verified:
    """Walk the whole chain of a database; the first changed, missing or added row is named.

    kept: the head of an earlier walk; it must be the hash of one of the rows.
    """
    rows = iter(Event.objects.using(using).order_by("sequence").iterator(chunk_size=5000))
    last, length, remembered = GENESIS, 0, kept in ("", GENESIS)
    while True:
        try:
            event = next(rows, None)
        except (TypeError, ValueError):  # a row that is not even readable any more
            return Verified(length, last, length + 1, "changed")
        if event is None:
            break
        if why := _misfit(event, last, length):
            return Verified(length, last, min(event.sequence, length + 1), why)
        last, length = event.hash, event.sequence
        remembered = remembered or kept == last
    head = ChainHead.objects.using(using).filter(pk=1).first() or ChainHead()
    if broken := _unlike(head, length, last):
        return Verified(length, last, *broken)
    return Verified(length, last, None if remembered else 1, "" if remembered else "forgotten")


def _misfit(event: Event, last: str, length: int) -> str:
    """What is wrong with a row that follows another; nothing if it fits."""
    if event.sequence != length + 1:
        return "missing" if event.sequence > length + 1 else "added"
    fits = event.previous_hash == last and event.hash == digest(event)
    return "" if fits else "changed"


def _unlike(head: ChainHead, length: int, last: str) -> tuple[int, str] | None:
    """The row at which the rows and the head of the chain part, and how."""
    if head.length > length:
        return length + 1, "missing"
    if head.length < length:
        return head.length + 1, "added"
    return None if head.hash == last else (max(length, 1), "changed")


def digest(event: Event) -> str:
    """SHA-256 over the previous hash and every field of the row, in canonical JSON."""
    content = {
        "sequence": event.sequence,
        "id": str(event.id),
        "kind": event.kind,
        "subject": event.subject,
        "context": event.context,
        "occurred_at": event.occurred_at.astimezone(UTC).isoformat(),
        "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "actor_name": event.actor_name,
        "data": event.data,
    }
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(event.previous_hash.encode() + canonical).hexdigest()


def _locked_head() -> ChainHead:
    """The end of the chain; nobody else appends until this transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(LOOK + lock)
        row = cursor.fetchone()
    if row is None:  # a database that was emptied, not migrated
        ChainHead.objects.get_or_create(pk=1)
        return _locked_head()
    return ChainHead(1, *row)


def _known(happened: Iterable[Happened]) -> dict[uuid.UUID | None, Event]:
    ids = [one.id for one in happened if one.id is not None]
    return {event.id: event for event in Event.objects.filter(id__in=ids)} if ids else {}


def _chained(
    head: ChainHead, happened: Iterable[Happened], recorded_at: datetime
) -> Iterator[Event]:
    last, length = head.hash, head.length
    for one in happened:
        length += 1
        event = Event(
            sequence=length,
            id=one.id or uuid.uuid4(),
            kind=one.kind,
            subject=one.subject,
            context=one.context,
            occurred_at=one.at.replace(microsecond=0),
            recorded_at=recorded_at.replace(microsecond=0),
            actor=one.by.reference,
            actor_name=one.by.name[:120],
            data=orjson.loads(orjson.dumps(one.data, option=orjson.OPT_NON_STR_KEYS)),
            previous_hash=last,
        )
        event.hash = last = digest(event)
        event.begins = one.begins
        yield event


@cache
def _at_once() -> Any:
    return import_string(settings.EVENTS_AT_ONCE)
