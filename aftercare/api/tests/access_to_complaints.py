"""Who may what about complaints; see `test_access`."""

from typing import Any

from django.utils import timezone

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation
from aftercare.web.demo.cast import Cast

STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
LOOKING = ("finance", "quality", "inspector")
RULES: dict[str, tuple[tuple[str, ...], int]] = {
    "list_complaints": (
        (*STAFF, *LOOKING, "author", "technician", "technician2", "dealer", "dealer2", "customer",
         "customer2"), 0,
    ),
    "show_complaint": ((*STAFF, *LOOKING, "customer"), 404),
    "receive_complaint": ((*STAFF, "customer"), 0),
    "move_complaint": ((*STAFF, "customer"), 0),
    "weigh_complaint": (STAFF, 0),
    "appoint_investigator": (STAFF, 0),
    "decide_complaint": (STAFF[2:], 0),
    "note_complaint": ((*STAFF, "customer"), 0),
}  # fmt: skip


def make_complaint(customer: Organisation) -> None:
    """The one complaint there is, of a customer."""
    grievance = actions.Grievance("态度差", "other", "apology", "王", customer=customer)
    actions.receive_complaint(grievance, by=SYSTEM, at=timezone.now())


def number() -> str:
    """Its number."""
    return Complaint.objects.get().number


def investigate(cast: Cast) -> None:
    """What must be so before it can be decided."""
    actions.appoint_investigator(
        Complaint.objects.get(), cast["lead"], by=cast["manager"], at=timezone.now()
    )


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
    }  # fmt: skip
