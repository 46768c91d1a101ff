"""Who is let through to the register of calls; see `api/tests/stage`."""

from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.phone import actions

RULES: Rules = {
    "list_calls": (EVERYBODY, 0),
    "show_call": ((*STAFF, *LOOKING, "technician"), 404),
    "tell_of_call": (STAFF, 403),
    "note_call": ((*STAFF, "technician"), 0),
}


def keys(stage: Stage) -> Keys:
    """A call of the technician."""
    technician, at = stage.world.cast["technician"], timezone.now()
    return {"calls": {"id": actions.enter_call(caller="1", began_at=at, by=technician, at=at).pk}}


def bodies(_stage: Stage) -> dict[str, Any]:
    at = timezone.now().isoformat()
    return {
        "tell_of_call": {"call": "pbx-1", "event": "ring", "at": at},
        "note_call": {"purpose": "question", "answer": "x", "result": "solved"},
    }


ACCESS = Access(RULES, keys, bodies)
