"""Everything that changes plans and agreements."""

from aftercare.plans.actions.binding import make_agreement, move_agreement
from aftercare.plans.actions.happening import record_milestone
from aftercare.plans.actions.loading import load_plan

__all__ = ["load_plan", "make_agreement", "move_agreement", "record_milestone"]
