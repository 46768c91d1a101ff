"""The event chain: gap-free, idempotent, and a changed history shows."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import transaction

from aftercare.kit import events
from aftercare.kit.models import ChainHead, Event

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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
