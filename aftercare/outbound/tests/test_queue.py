"""Queueing: in the transaction of the caller, once, and never sent by it."""

from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions
from aftercare.outbound.models import Message
from aftercare.outbound.tests.conftest import Queue

pytestmark = pytest.mark.django_db


def test_a_message_is_only_queued_and_asked_twice_queued_once(queue: Queue) -> None:
    first, second = queue("Wang@Example.com "), queue("Wang@Example.com ")
    assert first.pk == second.pk
    assert (first.to, first.state, first.attempts) == ("wang@example.com", "queued", 0)
    assert mail.outbox == []


def test_what_is_undone_was_never_queued(queue: Queue) -> None:
    with transaction.atomic():
        queue()
        assert Message.objects.count() == 1
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


@pytest.mark.parametrize(("to", "trouble"), [("", "no-address"), ("wang at home", "bad-address")])
def test_who_cannot_be_reached_is_on_the_list_and_the_caller_goes_on(
    queue: Queue, to: str, trouble: str
) -> None:
    message = queue(to)
    assert (message.state, message.trouble, message.next_at) == ("failed", trouble, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"template": "no-such-letter"},
        {"values": {"subject": "x"}},
        {"values": {"subject": "x", "text": "x", "more": "x"}},
        {"channel": "pigeon"},
        {"headers": {"Bcc": "evil@example.com"}},
    ],
)
def test_a_mistake_of_ours_is_refused_at_once(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "channel": "email", "to": "wang@example.com", "template": "letter", "language": "en",
        "about": "", "key": "x", "values": {"subject": "x", "text": "x"}, "by": SYSTEM,
        "at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic(), pytest.raises(ValueError, match=r".+"):
        actions.queue(**{**right, **wrong})
    assert Message.objects.count() == 0


def test_a_language_nobody_writes_in_becomes_that_of_the_company(queue: Queue) -> None:
    assert queue(language="fr").language == "zh-hans"
    assert queue("li@example.com", language="en").language == "en"
