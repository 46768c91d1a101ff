"""Messages to send."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.catalog.models import Unit
from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions, stopping
from aftercare.outbound.models import Broadcast, Message, OptOut, Webhook

Queue = Callable[..., Message]


def letter_to(address: str) -> Message:
    """A letter that waits to be sent."""
    with transaction.atomic():
        return actions.queue_letter(
            to=address, subject="水泵已修好", text="您好，水泵已修好。", about="",
            key=f"test:{address}", by=SYSTEM, at=timezone.now(),
        )  # fmt: skip


def opted_out(unit: Unit) -> OptOut:
    """The customer of a unit wants no notices."""
    customer, at = unit.customer, timezone.now()
    return actions.opt_out(kind="notice", customer=customer, by=SYSTEM, at=at)


def hooked() -> Webhook:
    """Another system that is told what happens."""
    address = "https://erp.example.com/hooks"
    at = timezone.now()
    made, _secret = actions.add_webhook("ERP", address=address, kinds=[], by=SYSTEM, at=at)
    return made


def noticed(*, started: bool) -> Broadcast:
    """A notice to every customer."""
    at = timezone.now()
    notice = actions.Notice("storm", subject_zh="台风预警", text_zh="请关好门窗。")
    made = actions.write_broadcast(notice, by=SYSTEM, at=at)
    return actions.move_broadcast(made, "start", by=SYSTEM, at=at) if started else made


def stop_sign(message: Message) -> str:
    """What stands in the link by which a receiver stops such messages."""
    return stopping.link_of(message).rpartition("/")[2]


@pytest.fixture
def queue() -> Queue:
    """Queues a letter that a person wrote."""

    def queued(to: str = "wang@example.com", *, at: datetime | None = None, **more: Any) -> Message:
        said = {"subject": "水泵已修好", "text": "您好，水泵已修好。", "about": "case/1",
                "key": f"test:{to}"}  # fmt: skip
        with transaction.atomic():
            return actions.queue_letter(
                to=to, by=SYSTEM, at=at or timezone.now(), **{**said, **more}
            )

    return queued
