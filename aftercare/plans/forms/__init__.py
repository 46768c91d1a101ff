"""Forms of plans and agreements."""

from aftercare.plans.forms.binding import AgreementForm, CustomerForm
from aftercare.plans.forms.following import CorrectionForm, MilestoneForm, MoveForm
from aftercare.plans.forms.texts import PlanForm

__all__ = [
    "AgreementForm", "CorrectionForm", "CustomerForm", "MilestoneForm", "MoveForm", "PlanForm",
]  # fmt: skip
