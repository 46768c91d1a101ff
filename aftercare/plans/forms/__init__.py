"""Forms of plans and agreements."""

from aftercare.plans.forms.binding import AgreementForm, CustomerForm
from aftercare.plans.forms.following import MilestoneForm, MoveForm
from aftercare.plans.forms.texts import PlanForm

__all__ = ["AgreementForm", "CustomerForm", "MilestoneForm", "MoveForm", "PlanForm"]
