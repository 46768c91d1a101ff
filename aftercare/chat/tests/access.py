"""Who is let through to consultations; see `api/tests/stage`."""

import uuid
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.chat import actions

RULES: Rules = {
    "list_consultations": (EVERYBODY, 0),
    "show_consultation": ((*STAFF, *LOOKING, "customer"), 404),
    "list_remarks": ((*STAFF, *LOOKING, "customer"), 404),
    "ask_question": (("customer", "customer2"), 403),
    "say": (("customer",), 0),  # nobody has taken it yet
    "take_consultation": (STAFF, 0),
    "end_consultation": (("customer",), 0),
    "make_case": ((*STAFF, "customer"), 0),
}


def keys(stage: Stage) -> Keys:
    """A question of the customer that waits, with somebody on duty."""
    at, cast = timezone.now(), stage.world.cast
    actions.come_on_duty(cast["manager"], at=at)
    question = actions.Question("如何导出", "张伟", "1", stage.world.unit.customer)
    asked = actions.ask(question, key=uuid.uuid4(), secret="x", by=cast["customer"], at=at)
    return {"consultations": {"id": asked.pk}}


def bodies(_stage: Stage) -> dict[str, Any]:
    return {
        "ask_question": {"text": "如何导出"},
        "say": {"text": "再问一句", "key": str(uuid.uuid4())},
        "make_case": {"kind": "fault"},
    }


ACCESS = Access(RULES, keys, bodies)
