"""The event chain: gap-free, idempotent, and a changed history shows."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from aftercare.kit import events
from aftercare.kit.models import ChainHead, Event

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KINDS, SUBJECTS = ["case.solved", "case.closed"], ["case/1", "case/2"]


def happened(kind: str = "case.noted", **more: object) -> events.Happened:
    return events.Happened(kind=kind, subject="case/1", at=AT, by=events.SYSTEM, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_events_are_numbered_without_gaps_and_chained() -> None:
    events.record(happened(), happened(data={"text": "漏水"}))
    events.record(happened("case.closed"))
    rows = list(Event.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert events.verify() == events.Verified(3, rows[-1].hash, None)


@pytest.mark.django_db
def test_the_same_event_delivered_twice_is_recorded_once() -> None:
    once = happened(id=uuid.uuid4())
    first = events.record(once)
    again = events.record(once)
    assert [row.sequence for row in again] == [row.sequence for row in first]
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"kind": "case.closed"},
        {"subject": "case/2"},
        {"subject": "case/2", "begins": True, "by": events.System(reference="person/7")},
        {"subject": "case/2", "begins": True, "kind": "case.reported"},
    ],
)
def test_the_id_of_another_event_is_refused(other: dict[str, Any]) -> None:
    once = happened(id=uuid.uuid4())
    events.record(once)
    with pytest.raises(events.IdUsed):
        events.record(replace(once, **other))
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"data": {"text": "不漏"}},
        {"occurred_at": datetime(2026, 11, 19, tzinfo=UTC)},
        {"actor_name": "别人"},
        {"subject": "case/2"},
    ],
)
def test_a_changed_row_is_named(change: dict[str, object]) -> None:
    events.record(*(happened(data={"text": "漏水"}) for _ in range(5)))
    Event.objects.filter(sequence=3).update(**change)
    assert (events.verify().broken, events.verify().why) == (3, "changed")


@pytest.mark.django_db
@pytest.mark.parametrize(("gone", "named"), [(2, 2), (5, 5)])
def test_a_missing_row_is_named_even_at_the_end(gone: int, named: int) -> None:
    events.record(*(happened() for _ in range(5)))
    Event.objects.filter(sequence=gone).delete()
    assert (events.verify().broken, events.verify().why) == (named, "missing")


def five() -> None:
    events.record(*(happened(data={"number": number}) for number in range(5)))


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "named"), [(6, 6), (0, 0), (-3, -3)])
def test_an_inserted_row_is_named_also_behind_the_end(number: int, named: int) -> None:
    five()
    last = Event.objects.get(sequence=5)
    row = Event(
        sequence=number, kind="case.noted", subject="case/1", previous_hash=last.hash,
        occurred_at=last.occurred_at, recorded_at=last.recorded_at, actor="system", actor_name="x",
    )  # fmt: skip
    row.hash = events.digest(row)
    row.save(force_insert=True)
    assert (events.verify().broken, events.verify().why) == (named, "added")


@pytest.mark.django_db
def test_a_row_pushed_in_between_is_named_although_the_others_moved_up() -> None:
    five()
    Event.objects.filter(sequence=5).update(sequence=6)
    Event.objects.filter(sequence=4).update(sequence=5)
    pushed = Event.objects.get(sequence=3)
    pushed.sequence, pushed.id = 4, uuid.uuid4()
    pushed.previous_hash = pushed.hash
    pushed.hash = events.digest(pushed)
    pushed.save(force_insert=True)
    assert (events.verify().broken, events.verify().why) == (5, "changed")


@pytest.mark.django_db
def test_two_rows_that_changed_places_are_named() -> None:
    five()
    for old, new in ((2, 100), (4, 2), (100, 4)):
        Event.objects.filter(sequence=old).update(sequence=new)
    assert (events.verify().broken, events.verify().why) == (2, "changed")


@pytest.mark.django_db
def test_the_last_row_is_named_even_when_its_hash_was_made_to_fit() -> None:
    five()
    last = Event.objects.get(sequence=5)
    last.data = {"number": 99}
    last.hash = events.digest(last)
    last.save()
    assert (events.verify().broken, events.verify().why) == (5, "changed")


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_is_named() -> None:
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"  # which refuses what is no JSON
        return
    five()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("UPDATE kit_event SET data = '{oops' WHERE sequence = 3")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert (events.verify().broken, events.verify().why) == (3, "changed")


@pytest.mark.django_db
def test_a_history_written_anew_is_told_by_the_head_that_was_kept() -> None:
    five()
    kept = events.verify().head
    events.record(happened())
    assert events.verify(kept=kept).broken is None
    previous = Event.objects.get(sequence=3)
    for number in (4, 5, 6):
        event = Event.objects.get(sequence=number)
        event.data, event.previous_hash = {"number": "anew"}, previous.hash
        event.hash = events.digest(event)
        event.save()
        previous = event
    ChainHead.objects.update(hash=previous.hash)
    assert events.verify().broken is None
    assert events.verify(kept=kept).why == "forgotten"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.record(happened())
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_gap() -> None:
    with transaction.atomic():
        events.record(happened())
    with transaction.atomic():
        events.record(happened())
        transaction.set_rollback(True)
    with transaction.atomic():
        events.record(happened())
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert ChainHead.objects.get(pk=1).length == 2


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["sequence", "-sequence", "occurred_at"])
@pytest.mark.parametrize(
    "sought",
    [
        Q(subject__in=SUBJECTS, kind__in=KINDS, occurred_at__lte=AT),
        Q(subject__in=SUBJECTS, kind="case.solved"),
        Q(subject="case/1", kind__in=KINDS),
    ],
)
def test_events_of_some_subjects_are_not_sought_by_kind_alone(sought: Q, order: str) -> None:
    """SQLite knows nothing of how rare a kind is and would read every report ever made to show
    one case; PostgreSQL has statistics."""
    plan = Event.objects.filter(sought).order_by(order).explain()
    assert "subject=?" in plan or connection.vendor == "postgresql", plan
