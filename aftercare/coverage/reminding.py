"""Telling of the fifteen days of the law before they run out, and when they have.

The folders that hold requests of consumers say which ones wait and who is told. What was told
stands on the request, written in the transaction of the alert: a worker that is killed has told
wholly or not at all, and a clock that jumps tells nothing twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from aftercare.coverage import delays
from aftercare.coverage.delays import LegalClock, Told
from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.kit.happening import happened, record
from aftercare.people.models import Person
from aftercare.promises import actions as promises

AT_ONCE = 100


@dataclass(frozen=True)
class Requests:
    """Requests of one kind. waiting: those of consumers that nobody has met, with `law_told`.
    since: the name of the field that says when one was made. people: who is told of one."""

    waiting: Callable[[], QuerySet[Any]]
    since: str
    clock_of: Callable[[Any], LegalClock | None]
    people: Callable[[Any, datetime], Iterable[Person]]


def remind(requests: Requests, at: datetime) -> int:
    """Tell of what is due, some at a time; how many. What is over is not told as nearly so."""
    keys = [*_over(requests, at), *_soon(requests, at)]
    return sum(_remind(requests, key, at) for key in keys)


def _over(requests: Requests, at: datetime) -> list[int]:
    late = {f"{requests.since}__lte": at - delays.SURELY_RUNS}
    return _oldest(requests, requests.waiting().filter(law_told__in=("", Told.SOON), **late))


def _soon(requests: Requests, at: datetime) -> list[int]:
    near = {f"{requests.since}__lte": at - delays.SURELY_RUNS + delays.SOON}
    return _oldest(requests, requests.waiting().filter(law_told="", **near))


def _oldest(requests: Requests, rows: QuerySet[Any]) -> list[int]:
    """The oldest first: of those that wait for the end of a holiday none is due before them."""
    return list(rows.order_by(requests.since, "pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _remind(requests: Requests, key: int, at: datetime) -> bool:
    events.take_turn()  # of two workers the second sees what the first has told
    one = requests.waiting().filter(pk=key).first()
    if one is None:
        return False
    clock = requests.clock_of(one)
    told = _told(clock, at)
    if told in ("", one.law_told) or one.law_told == Told.OVER:
        return False
    type(one).objects.filter(pk=key).update(law_told=told)
    if clock is not None:
        _tell(requests, one, clock, over=told == Told.OVER, at=at)
    return clock is not None


def _told(clock: LegalClock | None, at: datetime) -> str:
    """What there is to tell of a clock now."""
    if clock is None:
        return Told.NEVER
    if at >= clock.due_at:
        return Told.OVER
    return Told.SOON if at >= clock.warn_at else ""


def _tell(requests: Requests, one: Any, clock: LegalClock, *, over: bool, at: datetime) -> None:
    people = {person.pk: person for person in requests.people(one, at)}
    data = {
        "rule": clock.rule, "due_at": clock.due_at.isoformat(),
        "told": [person.reference for person in people.values()],
        "told_names": [person.name for person in people.values()],
    }  # fmt: skip
    kind = "delay.overdue" if over else "delay.warned"
    record(happened(one, kind, by=SYSTEM, at=at, data=data), at=at)
    promises.tell(people.values(), subject=one.reference, kind=kind, at=at)
