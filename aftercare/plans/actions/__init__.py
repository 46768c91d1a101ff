"""Everything that changes plans and agreements."""

from aftercare.plans.actions.binding import check_agreement, make_agreement, move_agreement
from aftercare.plans.actions.correcting import correct_milestone
from aftercare.plans.actions.covering import (
    add_cover,
    change_contact,
    drop_contact,
    end_cover,
)
from aftercare.plans.actions.happening import PARTIES, agreed_moment, record_milestone
from aftercare.plans.actions.loading import load_plan

__all__ = [
    "PARTIES",
    "add_cover",
    "agreed_moment",
    "change_contact",
    "check_agreement",
    "correct_milestone",
    "drop_contact",
    "end_cover",
    "load_plan",
    "make_agreement",
    "move_agreement",
    "record_milestone",
]
