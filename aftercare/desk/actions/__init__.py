"""Everything that changes a case."""

from aftercare.desk.actions.consequences import (
    block_claims,
    open_corrective_action,
    propose_reassignment,
    propose_replacement,
)
from aftercare.desk.actions.covering import decide_coverage, overrule_coverage
from aftercare.desk.actions.moving import assign_case, forward_case, move_case
from aftercare.desk.actions.recording import (
    answer_loan,
    note_case,
    offer_loan,
    raise_priority,
    rate_case,
    record_on_case,
)
from aftercare.desk.actions.registering import Report, register_case
from aftercare.desk.actions.triaging import triage_case

__all__ = [
    "Report",
    "answer_loan",
    "assign_case",
    "block_claims",
    "decide_coverage",
    "forward_case",
    "move_case",
    "note_case",
    "offer_loan",
    "open_corrective_action",
    "overrule_coverage",
    "propose_reassignment",
    "propose_replacement",
    "raise_priority",
    "rate_case",
    "record_on_case",
    "register_case",
    "triage_case",
]
