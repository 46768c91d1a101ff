"""A prepared look-up answers as Django's own queryset does, every time with other values."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.kit.events import SYSTEM, Happened, record
from aftercare.kit.models import Event
from aftercare.kit.prepared import Prepared

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
of_kind = Prepared(
    lambda subject, kind, since: Event.objects.filter(
        subject__in=[subject, "case/2"], kind=kind, occurred_at__gte=since
    ).order_by("-sequence")
)


@pytest.fixture(autouse=True)
def _events() -> None:
    for number, (subject, kind) in enumerate(
        [("case/1", "case.noted"), ("case/2", "case.noted"), ("case/1", "case.solved")]
    ):
        at = NOW + timedelta(hours=number)
        record(Happened(kind, subject, at, SYSTEM, "", {"number": number}), recorded_at=at)


@pytest.mark.parametrize(
    ("subject", "kind", "hours", "numbers"),
    [
        ("case/1", "case.noted", 0, [1, 0]),
        ("case/1", "case.noted", 1, [1]),
        ("case/1", "case.solved", 0, [2]),
        ("case/9", "case.noted", 0, [1]),
        ("case/9", "case.solved", 0, []),
    ],
)
def test_every_call_has_its_own_values(
    subject: str, kind: str, hours: int, numbers: list[int]
) -> None:
    found = of_kind(subject=subject, kind=kind, since=NOW + timedelta(hours=hours))

    assert [event.data["number"] for event in found] == numbers
    assert all(isinstance(event, Event) for event in found)


def test_columns_come_as_asked() -> None:
    columns = Prepared(
        lambda subject: Event.objects.filter(subject=subject).values_list("kind", "data")
    )
    flat = Prepared(
        lambda subject: Event.objects.filter(subject=subject).values_list("kind", flat=True)[:1]
    )

    for _twice in range(2):
        assert columns(subject="case/2") == [("case.noted", {"number": 1})]
        assert flat(subject="case/2") == ["case.noted"]


def test_it_says_what_the_queryset_says() -> None:
    """The same words, so that the same indexes serve it."""
    values = {"subject": "case/1", "kind": "case.noted", "since": NOW}
    of_kind(**values)
    with CaptureQueriesContext(connection) as said:
        of_kind(**values)
        list(of_kind._ask(**values))

    prepared, written = (re.sub("[()]", "", one["sql"]) for one in said)
    assert prepared == written
