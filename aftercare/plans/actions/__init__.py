"""Everything that changes plans and agreements."""

from aftercare.plans.actions.binding import make_agreement, move_agreement
from aftercare.plans.actions.happening import agreed_moment, record_milestone
from aftercare.plans.actions.loading import load_plan

__all__ = [
    "agreed_moment",
    "load_plan",
    "make_agreement",
    "move_agreement",
    "record_milestone",
]
