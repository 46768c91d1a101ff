"""What live consultation adds to the table of who may do what."""

import uuid
from typing import Any

from django.utils import timezone

from aftercare.api.tests.conftest import World
from aftercare.chat import actions as chat

STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
SEES = (*STAFF, "finance", "quality", "inspector", "customer")
EVERYBODY = (*SEES, "author", "technician", "technician2", "dealer", "dealer2", "customer2")
RULES: dict[str, tuple[tuple[str, ...], int]] = {
    "list_consultations": (EVERYBODY, 0),
    "show_consultation": (SEES, 404),
    "list_remarks": (SEES, 404),
    "ask_question": (("customer", "customer2"), 403),
    "say": (("customer",), 0),  # nobody has taken it yet
    "take_consultation": (STAFF, 0),
    "end_consultation": (("customer",), 0),
    "make_case": ((*STAFF, "customer"), 0),
}
BODIES: dict[str, Any] = {
    "ask_question": {"text": "如何导出"},
    "say": {"text": "再问一句", "key": str(uuid.uuid4())},
    "make_case": {"kind": "fault"},
}


def keys(world: World) -> dict[str, dict[str, int]]:
    """A question of the customer that waits, with somebody on duty: its key for each operation."""
    at, customer = timezone.now(), world.cast["customer"]
    chat.come_on_duty(world.cast["manager"], at=at)
    question = chat.Question("如何导出", "张伟", "1", world.unit.customer)
    asked = chat.ask(question, key=uuid.uuid4(), secret="x", by=customer, at=at)
    return {name: {"id": asked.pk} for name in RULES}
