"""Rows that are written back are as `bulk_update` would have left them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.kit.models import Event
from aftercare.kit.writing import write_back

pytestmark = pytest.mark.django_db

NOW = timezone.now()
CHANGES: list[dict[str, Any]] = [
    {"data": {"words": "漏水", "pauses": [None, 1.5]}, "actor_name": "陈师傅"},
    {"occurred_at": NOW + timedelta(minutes=3, microseconds=5)},
    {"context": "", "data": {}, "actor_name": "100 % 'sure'"},
]


def _rows() -> list[Event]:
    return [
        Event.objects.create(
            sequence=number, kind="case.noted", subject="case/1", context="agreement/1",
            occurred_at=NOW, recorded_at=NOW, data={"number": number},
        )
        for number in range(1, 5)
    ]  # fmt: skip


def _kept() -> list[dict[str, Any]]:
    return [dict(one) for one in Event.objects.order_by("sequence").values()]


@pytest.mark.parametrize("changes", CHANGES)
def test_rows_come_back_as_they_were_left(changes: dict[str, Any]) -> None:
    rows = _rows()
    for row in rows[:-1]:
        for name, value in changes.items():
            setattr(row, name, value)
    write_back(rows[:-1], changes)
    ours = _kept()
    Event.objects.bulk_update(rows[:-1], list(changes))
    assert ours == _kept()
    assert {name: ours[0][name] for name in changes} == changes
    assert ours[-1]["data"] == {"number": 4}


def test_only_the_named_fields_are_written() -> None:
    row = _rows()[0]
    row.context, row.actor_name = "unit/1", "陈师傅"
    write_back([row], ["actor_name"])
    kept = Event.objects.get(sequence=1)
    assert (kept.context, kept.actor_name) == ("agreement/1", "陈师傅")


def test_no_rows_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        write_back([], ["data"])
    assert len(asked) == 0
