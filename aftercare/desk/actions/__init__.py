"""Everything that changes a case."""

from aftercare.desk.actions.arranging import note_told, tell_of_arrangement, write_supplier
from aftercare.desk.actions.causing import decide_cause
from aftercare.desk.actions.choosing import choose_remedy
from aftercare.desk.actions.consequences import (
    answer_proposal,
    block_claims,
    open_corrective_action,
    propose_reassignment,
    propose_replacement,
)
from aftercare.desk.actions.covering import decide_coverage, overrule_coverage
from aftercare.desk.actions.excluding import exclude_from_case
from aftercare.desk.actions.filing import add_file
from aftercare.desk.actions.gating import HeldBack, Passing
from aftercare.desk.actions.handing_back import decline_case, is_receiver
from aftercare.desk.actions.moving import assign_case, forward_case, move_case
from aftercare.desk.actions.recording import (
    answer_loan,
    note_case,
    offer_loan,
    raise_priority,
    rate_case,
    record_on_case,
)
from aftercare.desk.actions.registering import (
    OLDEST_REPORT,
    Report,
    register_case,
    renew_link,
)
from aftercare.desk.actions.splitting import Share, check_part, move_part, split_case
from aftercare.desk.actions.telling import tell_of_customer, tell_of_undelivered
from aftercare.desk.actions.triaging import triage_case
from aftercare.desk.actions.viewing import drop_view, save_view
from aftercare.desk.actions.welcoming import welcome_customer
from aftercare.desk.actions.writing import (
    write_closed,
    write_handed_over,
    write_late,
    write_registered,
)

__all__ = [
    "OLDEST_REPORT",
    "HeldBack",
    "Passing",
    "Report",
    "Share",
    "add_file",
    "answer_loan",
    "answer_proposal",
    "assign_case",
    "block_claims",
    "check_part",
    "choose_remedy",
    "decide_cause",
    "decide_coverage",
    "decline_case",
    "drop_view",
    "exclude_from_case",
    "forward_case",
    "is_receiver",
    "move_case",
    "move_part",
    "note_case",
    "note_told",
    "offer_loan",
    "open_corrective_action",
    "overrule_coverage",
    "propose_reassignment",
    "propose_replacement",
    "raise_priority",
    "rate_case",
    "record_on_case",
    "register_case",
    "renew_link",
    "save_view",
    "split_case",
    "tell_of_arrangement",
    "tell_of_customer",
    "tell_of_undelivered",
    "triage_case",
    "welcome_customer",
    "write_closed",
    "write_handed_over",
    "write_late",
    "write_registered",
    "write_supplier",
]
