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
from aftercare.complaints.actions.moving import (
    ask_complainant,
    move_complaint,
    note_complaint,
    weigh_complaint,
)
from aftercare.complaints.actions.opening import open_from_case
from aftercare.complaints.actions.receiving import (
    Grievance,
    Received,
    follow_reopened,
    receive_complaint,
)
from aftercare.complaints.actions.telling import tell_headquarters, tell_of_complainant
from aftercare.complaints.actions.writing import (
    reach_of,
    tell_of_undelivered,
    write_acknowledged,
    write_decided,
    write_question,
)

__all__ = [
    "Grievance",
    "Plan",
    "Received",
    "appoint_investigator",
    "ask_complainant",
    "check_effect",
    "decide_complaint",
    "finish_action",
    "follow_reopened",
    "move_complaint",
    "note_complaint",
    "open_action",
    "open_for_plan",
    "open_from_case",
    "plan_action",
    "reach_of",
    "receive_complaint",
    "tell_headquarters",
    "tell_of_complainant",
    "tell_of_undelivered",
    "weigh_complaint",
    "write_acknowledged",
    "write_decided",
    "write_question",
]
