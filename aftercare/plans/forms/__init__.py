"""Forms of plans and agreements."""

from aftercare.plans.forms.binding import AgreementForm, CustomerForm
from aftercare.plans.forms.covering import ContactForm, CoverForm, EndForm
from aftercare.plans.forms.following import CorrectionForm, MilestoneForm, MoveForm
from aftercare.plans.forms.texts import PlanForm

__all__ = [
    "AgreementForm", "ContactForm", "CorrectionForm", "CoverForm", "CustomerForm", "EndForm",
    "MilestoneForm", "MoveForm", "PlanForm",
]  # fmt: skip
