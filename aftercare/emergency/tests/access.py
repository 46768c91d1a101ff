"""Who is let through to incidents, measures and the leading group; see `api/tests/stage`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.emergency import actions, queries
from aftercare.emergency.models import GroupMember, Incident, Measure

TECHNICIANS = ("technician", "technician2")
SEES = (*STAFF, *LOOKING, *TECHNICIANS)
KEEPS = ("dispatcher", "lead", "manager", "leader", "admin")
CLOSES = ("lead", "manager", "leader", "admin")
RULES: Rules = {
    "list_incidents": (EVERYBODY, 0),
    "show_incident": (SEES, 404),
    "declare_incident": ((*STAFF, "technician"), 0),  # 422 for whom the case is not there
    "say_here": (("lead", "agent"), 0),
    "join_incident": (STAFF, 0),
    "call_in": (STAFF, 0),
    "draft_emergency_plan": (STAFF, 0),
    "approve_emergency_plan": (("lead",), 0),
    "note_incident": (STAFF, 0),
    "close_incident": (CLOSES, 0),
    "add_measure": (STAFF, 0),
    "show_measure": (SEES, 404),
    "change_measure": (STAFF, 0),
    "end_measure": ((*STAFF, "technician2"), 0),  # technician2 owns it
    "show_leading_group": (EVERYBODY, 0),
    "add_group_member": (KEEPS, 403),
    "make_group_head": (KEEPS, 0),
    "end_group_member": (KEEPS, 0),
}


def keys(stage: Stage) -> Keys:
    return {
        "incidents": {"number": incident(stage).number},
        "incident-measures": {"id": measure(stage).pk},
        "leading-group": {"id": member(stage).pk},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    cast = stage.world.cast
    due_at = (timezone.now() + timedelta(hours=2)).isoformat()
    return {
        "declare_incident": {"title": "x", "description": "x", "cases": [stage.case.number]},
        "join_incident": {"case": stage.case.number},
        "call_in": {"person": cast["quality"].pk},
        "draft_emergency_plan": {"text": "x"},
        "approve_emergency_plan": {"version": 1},
        "note_incident": {"text": "x"},
        "close_incident": {"cause": "x", "done": "x", "changed": "x", "reason": "x"},
        "add_measure": {"what": "x", "owner": cast["technician2"].pk, "due_at": due_at},
        "change_measure": {"owner": cast["agent"].pk, "due_at": due_at},
        "end_measure": {"move": "finish", "result": "x"},
        "add_group_member": {"person": cast["quality"].pk},
    }


def member(stage: Stage) -> GroupMember:
    """The agent, beside the department head, who leads."""
    cast, at = stage.world.cast, timezone.now()
    actions.add_member(cast["lead"], by=cast["admin"], at=at)
    return actions.add_member(cast["agent"], by=cast["admin"], at=at)


def incident(stage: Stage) -> Incident:
    """The one incident there is, with no case."""
    member(stage)
    said = actions.Declared("x", "x")
    agent = stage.world.cast["agent"]
    return Incident.objects.first() or actions.declare(said, by=agent, at=timezone.now())


def measure(stage: Stage) -> Measure:
    """The one measure there is."""
    cast, at = stage.world.cast, timezone.now()
    return Measure.objects.first() or actions.add_measure(
        incident(stage), what="x", owner=cast["technician2"], due_at=at + timedelta(hours=1),
        by=cast["lead"], at=at,
    )  # fmt: skip


def draft(stage: Stage) -> None:
    """A plan of the agent's, which its head approves."""
    found = incident(stage)
    if not found.plans.exists():
        actions.draft_plan(found, "x", by=stage.world.cast["agent"], at=timezone.now())
    assert queries.head_of(found) == stage.world.cast["lead"]


ACCESS = Access(RULES, keys, bodies, ready={"approve_emergency_plan": draft})
