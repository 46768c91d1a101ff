"""Who is let through to complaints and corrective actions; see `api/tests/stage`."""

from datetime import date
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import (
    EVERYBODY,
    HEADS,
    LOOKING,
    STAFF,
    Access,
    Keys,
    Rules,
    Stage,
)
from aftercare.complaints import actions
from aftercare.complaints.models import Complaint, CorrectiveAction
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM

CORRECTING = (*HEADS, "quality")
RULES: Rules = {
    "list_complaints": (EVERYBODY, 0),
    "show_complaint": ((*STAFF, *LOOKING, "customer"), 404),
    "receive_complaint": ((*STAFF, "customer"), 0),
    "open_from_case": (STAFF, 0),
    "move_complaint": ((*STAFF, "customer"), 0),
    "weigh_complaint": (STAFF, 0),
    "appoint_investigator": (STAFF, 0),
    "decide_complaint": (HEADS, 0),
    "note_complaint": ((*STAFF, "customer"), 0),
    "ask_complainant": (STAFF, 0),
    "list_corrective_actions": (EVERYBODY, 0),
    "show_corrective_action": ((*STAFF, *LOOKING), 404),
    "open_corrective_action": (CORRECTING, 0),
    "plan_corrective_action": (CORRECTING, 0),
    "finish_corrective_action": (CORRECTING, 0),
    "check_corrective_action": (("manager", "leader", "quality", "admin"), 0),  # not its owner
}


def keys(stage: Stage) -> Keys:
    return {
        "complaints": {"number": complaint(stage).number},
        "cases": {"number": stage.case.number},
        "corrective-actions": {"id": corrective(stage).pk},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    investigator = stage.world.cast["quality"].pk
    return {
        "receive_complaint": {
            "matter": "态度差", "about": "person", "remedy": "another-person",
            "complainant_name": "王", "case": stage.case.number,
        },
        "open_from_case": {"remedy": "work"},
        "move_complaint": {"move": "withdraw", "data": {"reason": "x"}},
        "weigh_complaint": {"severity": "serious", "safety": True},
        "appoint_investigator": {"investigator": investigator},
        "decide_complaint": {
            "finding": "x", "outcome": "upheld", "cause": "conduct", "decision": "x",
        },
        "note_complaint": {"text": "x"},
        "open_corrective_action": {"complaint": complaint(stage).number, "matter": "x"},
        "plan_corrective_action": {
            "cause": "x", "action": "x", "owner": investigator, "due_on": "2299-01-01",
        },
        "finish_corrective_action": {"report": "x"},
        "check_corrective_action": {"effective": True, "effect": "x"},
    }  # fmt: skip


def complaint(stage: Stage) -> Complaint:
    """The one complaint there is, of the customer."""
    known = Complaint.objects.first()
    if known is not None:
        return known
    customer = stage.case.customer
    grievance = actions.Grievance("态度差", "other", "apology", "王", customer=customer)
    return actions.receive_complaint(grievance, by=SYSTEM, at=timezone.now()).complaint


def corrective(stage: Stage) -> CorrectiveAction:
    """The one corrective action there is."""
    origin = complaint(stage).reference
    return CorrectiveAction.objects.first() or actions.open_action(
        origin=origin, origin_name="x", matter="x", by=SYSTEM, at=timezone.now()
    )


def make_complaint_of_case(stage: Stage) -> None:
    Case.objects.filter(pk=stage.case.pk).update(kind="complaint")


def investigate(stage: Stage) -> None:
    cast = stage.world.cast
    actions.appoint_investigator(
        complaint(stage), cast["lead"], by=cast["manager"], at=timezone.now()
    )


def decide(stage: Stage) -> None:
    investigate(stage)
    actions.decide_complaint(
        complaint(stage), finding="x", outcome="upheld", cause="conduct", decision="x",
        by=stage.world.cast["lead"], at=timezone.now(),
    )  # fmt: skip


def plan(stage: Stage) -> CorrectiveAction:
    cast, until = stage.world.cast, date(2299, 1, 1)
    return actions.plan_action(
        corrective(stage), actions.Plan("x", "x", cast["lead"], until), by=cast["manager"],
        at=timezone.now(),
    )  # fmt: skip


def finish(stage: Stage) -> None:
    actions.finish_action(plan(stage), "x", by=stage.world.cast["lead"], at=timezone.now())


ACCESS = Access(RULES, keys, bodies, ready={
    "open_from_case": make_complaint_of_case,
    "decide_complaint": investigate,
    "ask_complainant": decide,
    "finish_corrective_action": plan,
    "check_corrective_action": finish,
})  # fmt: skip
