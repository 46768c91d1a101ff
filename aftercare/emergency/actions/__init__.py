"""Everything that changes the leading group or an incident."""

from aftercare.emergency.actions.acting import (
    add_measure,
    change_measure,
    end_measure,
    tell_overdue,
)
from aftercare.emergency.actions.closing import Report, close_incident, closes, note_incident
from aftercare.emergency.actions.convening import (
    Declared,
    call_in,
    declare,
    join_case,
    say_here,
    tell_missing,
)
from aftercare.emergency.actions.grouping import add_member, end_member, make_head
from aftercare.emergency.actions.happening import check_worker
from aftercare.emergency.actions.planning import approve_plan, draft_plan, unfitness

__all__ = [
    "Declared",
    "Report",
    "add_measure",
    "add_member",
    "approve_plan",
    "call_in",
    "change_measure",
    "check_worker",
    "close_incident",
    "closes",
    "declare",
    "draft_plan",
    "end_measure",
    "end_member",
    "join_case",
    "make_head",
    "note_incident",
    "say_here",
    "tell_missing",
    "tell_overdue",
    "unfitness",
]
