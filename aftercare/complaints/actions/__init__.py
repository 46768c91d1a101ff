"""Everything that changes a complaint."""

from aftercare.complaints.actions.deciding import appoint_investigator, decide_complaint
from aftercare.complaints.actions.moving import move_complaint, note_complaint, weigh_complaint
from aftercare.complaints.actions.receiving import Grievance, Received, hashed, receive_complaint
from aftercare.complaints.actions.telling import tell_headquarters

__all__ = [
    "Grievance",
    "Received",
    "appoint_investigator",
    "decide_complaint",
    "hashed",
    "move_complaint",
    "note_complaint",
    "receive_complaint",
    "tell_headquarters",
    "weigh_complaint",
]
