"""Everything that changes a complaint."""

from aftercare.complaints.actions.correcting import (
    Plan,
    check_effect,
    finish_action,
    open_action,
    open_for_plan,
    plan_action,
)
from aftercare.complaints.actions.deciding import appoint_investigator, decide_complaint
from aftercare.complaints.actions.moving import move_complaint, note_complaint, weigh_complaint
from aftercare.complaints.actions.receiving import Grievance, Received, receive_complaint
from aftercare.complaints.actions.telling import tell_headquarters

__all__ = [
    "Grievance",
    "Plan",
    "Received",
    "appoint_investigator",
    "check_effect",
    "decide_complaint",
    "finish_action",
    "move_complaint",
    "note_complaint",
    "open_action",
    "open_for_plan",
    "plan_action",
    "receive_complaint",
    "tell_headquarters",
    "weigh_complaint",
]
