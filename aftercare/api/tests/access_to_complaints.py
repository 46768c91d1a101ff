"""Who may what about complaints; see `test_access`."""

from datetime import date
from typing import Any

from django.utils import timezone

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint, CorrectiveAction
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation
from aftercare.web.demo.cast import Cast

STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
LOOKING = ("finance", "quality", "inspector")
EVERYBODY = (*STAFF, *LOOKING, "author", "technician", "technician2", "dealer", "dealer2",
             "customer", "customer2")  # fmt: skip
CORRECTING = (*STAFF[2:], "quality")
RULES: dict[str, tuple[tuple[str, ...], int]] = {
    "list_complaints": (EVERYBODY, 0),
    "show_complaint": ((*STAFF, *LOOKING, "customer"), 404),
    "receive_complaint": ((*STAFF, "customer"), 0),
    "move_complaint": ((*STAFF, "customer"), 0),
    "weigh_complaint": (STAFF, 0),
    "appoint_investigator": (STAFF, 0),
    "decide_complaint": (STAFF[2:], 0),
    "note_complaint": ((*STAFF, "customer"), 0),
    "list_corrective_actions": (EVERYBODY, 0),
    "show_corrective_action": ((*STAFF, *LOOKING), 404),
    "open_corrective_action": (CORRECTING, 0),
    "plan_corrective_action": (CORRECTING, 0),
    "finish_corrective_action": (CORRECTING, 0),
    "check_corrective_action": (("manager", "leader", "quality", "admin"), 0),  # not its owner
}  # fmt: skip


def make_complaint(customer: Organisation) -> None:
    """The one complaint there is, of a customer."""
    grievance = actions.Grievance("态度差", "other", "apology", "王", customer=customer)
    made = actions.receive_complaint(grievance, by=SYSTEM, at=timezone.now()).complaint
    actions.open_action(
        origin=made.reference, origin_name="x", matter="x", by=SYSTEM, at=timezone.now()
    )


def number() -> str:
    """Its number."""
    return Complaint.objects.get().number


def investigate(cast: Cast) -> None:
    """What must be so before it can be decided."""
    actions.appoint_investigator(
        Complaint.objects.get(), cast["lead"], by=cast["manager"], at=timezone.now()
    )


def corrective() -> int:
    """The key of the one corrective action there is."""
    return CorrectiveAction.objects.get().pk


def plan(cast: Cast) -> None:
    """What must be so before it can be done."""
    until = date(2299, 1, 1)
    actions.plan_action(
        CorrectiveAction.objects.get(), actions.Plan("x", "x", cast["lead"], until),
        by=cast["manager"], at=timezone.now(),
    )  # fmt: skip


def finish(cast: Cast) -> None:
    """What must be so before its effect can be checked."""
    plan(cast)
    found = CorrectiveAction.objects.get()
    actions.finish_action(found, "x", by=cast["lead"], at=timezone.now())


def bodies(case: str, investigator: int) -> dict[str, Any]:
    """A body that fits for each operation."""
    return {
        "receive_complaint": {
            "matter": "态度差", "about": "person", "remedy": "another-person",
            "complainant_name": "王", "case": case,
        },
        "move_complaint": {"move": "withdraw", "data": {"reason": "x"}},
        "weigh_complaint": {"severity": "serious", "safety": True},
        "appoint_investigator": {"investigator": investigator},
        "decide_complaint": {
            "finding": "x", "outcome": "upheld", "cause": "conduct", "decision": "x",
        },
        "note_complaint": {"text": "x"},
        "open_corrective_action": {"complaint": number(), "matter": "x"},
        "plan_corrective_action": {
            "cause": "x", "action": "x", "owner": investigator, "due_on": "2299-01-01",
        },
        "finish_corrective_action": {"report": "x"},
        "check_corrective_action": {"effective": True, "effect": "x"},
    }  # fmt: skip
