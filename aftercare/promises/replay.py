"""Deriving everything again from the events, and comparing it with the rows.

Streams: events and rows are walked in the order of their subjects, some hundred at a time whose
agreements are looked up together, so memory does not grow with the number of commitments.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from aftercare.kit import references
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Event
from aftercare.promises import sources
from aftercare.promises.actions.following import DERIVED_FIELDS, reached, values_of
from aftercare.promises.models import Commitment
from aftercare.promises.rules import engine
from aftercare.promises.rules.deriving import Derived

CHUNK = 2000
TOGETHER = 500  # subjects whose agreements are looked up at once
Subject = tuple[str, list[Event], list[Commitment]]
Known = dict[str, sources.Source]


@dataclass(frozen=True)
class Difference:
    """One commitment that is not what the events say.

    kind: `missing` (derived, but no row), `extra` (a row nothing derives), `changed` (field),
    or `waiting` (an occasion of a schedule that the worker has not made yet).
    """

    subject: str
    key: str
    kind: str
    field: str = ""
    derived: Any = None
    stored: Any = None


@dataclass
class Replayed:
    """What has been walked so far."""

    subjects: int = 0
    commitments: int = 0


def replay(
    at: datetime, *, subject: str = "", progress: Replayed | None = None
) -> Iterator[Difference]:
    """Every difference between what the events say as of a moment and what the rows say."""
    walked = progress if progress is not None else Replayed()
    for some in chunks(_by_subject(subject), TOGETHER):
        known = _known(some)
        for name, events, rows in some:
            walked.subjects += 1
            walked.commitments += len(rows)
            yield from _compare(name, events, rows, at, known)


def _by_subject(only: str) -> Iterator[Subject]:
    """Events and rows of one subject after another: a merge of two ordered streams."""
    events = Event.objects.order_by("subject", "sequence")
    rows = Commitment.objects.order_by("subject", "id")
    if only:
        events, rows = events.filter(subject=only), rows.filter(subject=only)
    left = groupby(events.iterator(chunk_size=CHUNK), key=lambda event: event.subject)
    right = groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.subject)
    return _merged(left, right)


def _merged(
    left: Iterator[tuple[str, Iterable[Event]]], right: Iterator[tuple[str, Iterable[Commitment]]]
) -> Iterator[Subject]:
    here, there = _next(left), _next(right)
    while here is not None or there is not None:
        if there is None or (here is not None and here[0] < there[0]):
            yield here[0], here[1], []  # type: ignore[index]
            here = _next(left)
        elif here is None or there[0] < here[0]:
            yield there[0], [], there[1]
            there = _next(right)
        else:
            yield here[0], here[1], there[1]
            here, there = _next(left), _next(right)


def _next(groups: Iterator[tuple[str, Iterable[Any]]]) -> tuple[str, list[Any]] | None:
    found = next(groups, None)
    return None if found is None else (found[0], list(found[1]))


def _compare(
    subject: str, events: list[Event], rows: list[Commitment], at: datetime, known: Known
) -> Iterator[Difference]:
    relevant = [event for event in events if engine.relevant(event.kind)]
    stored = {(row.agreement_id, row.key): row for row in rows}
    newest = _newest(rows)
    if relevant or rows:
        context = relevant[-1].context if relevant else ""
        for source in _sources(subject, context, known):
            happenings = sources.happenings_for(source, events)
            own = [row for row in rows if row.agreement_id == source.agreement.pk]
            horizon = max([at, *reached(own)])
            for one in engine.derive(source.bounds, happenings, horizon, source.facts):
                row = stored.pop((source.agreement.pk, one.key), None)
                if row is not None:
                    yield from _differences(subject, one.key, values_of(one), row)
                else:
                    last = newest.get((source.agreement.pk, one.promise))
                    kind = "waiting" if _waits(one, last, at) else "missing"
                    yield Difference(subject, one.key, kind)
    for row in stored.values():
        yield Difference(subject, row.key, "extra")


def _differences(
    subject: str, key: str, values: dict[str, Any], row: Commitment
) -> Iterator[Difference]:
    for name in DERIVED_FIELDS:
        if getattr(row, name) != values[name]:
            yield Difference(subject, key, "changed", name, values[name], getattr(row, name))


def _newest(rows: list[Commitment]) -> dict[tuple[int, str], Commitment]:
    """Of each schedule the occasion that opens last."""
    opening = [row for row in rows if row.opens_at is not None]
    opening.sort(key=lambda row: (row.opens_at, row.number))
    return {(row.agreement_id, row.promise): row for row in opening}


def _waits(one: Derived, last: Commitment | None, at: datetime) -> bool:
    """Whether the worker will still make an occasion: it follows the newest one, at which the
    worker is about to look."""
    if one.opens_at is None or last is None or last.opens_at is None or last.next_at is None:
        return False
    return one.opens_at > last.opens_at and last.next_at <= at


def _known(some: Iterable[Subject]) -> Known:
    """The agreements that the cases among some subjects are under, by their references."""
    contexts = {event.context for name, events, _rows in some if _is_case(name) for event in events}
    keys = [references.key_of(context, "agreement") for context in contexts]
    return sources.of_agreements([key for key in keys if key is not None])


def _sources(subject: str, context: str, known: Known) -> list[sources.Source]:
    """As `sources.sources_of`; what cases are under is at hand."""
    if _is_case(subject) and context in known:
        return [replace(known[context], subject=subject)]
    return sources.sources_of(subject, context)


def _is_case(subject: str) -> bool:
    return subject.startswith("case/")
