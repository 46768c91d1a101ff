"""Deciding the cause of a case."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions, rules
from aftercare.desk.forms.acting import LONG, ActForm, Moment
from aftercare.desk.forms.handing import fact_choices
from aftercare.desk.states import Means
from aftercare.people.models import Organisation, OrganisationKind


class CauseForm(ActForm):
    """Whose cause it is, and what follows."""

    title = _("Decide the cause")
    hint = _(
        "The supplier's: it is notified and comes at the agreed time. The customer's or another's: "
        "explain and offer help. Our own: say what is to be repaired; the repair order follows."
    )
    cause = forms.ChoiceField(label=_("Cause"))
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Organisation.objects.none(), required=False, empty_label="—"
    )
    agreed_for = Moment(label=_("Supplier comes at"), required=False)
    told_by = forms.ChoiceField(
        label=_("How the supplier was told"), choices=[("", "—"), *Means.choices], required=False,
        help_text=_("A supplier whose e-mail address we know is written to by itself."),
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("Explanation for the customer"), required=False, max_length=1000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    help = forms.CharField(
        label=_("Help that is offered"), required=False, max_length=1000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    items = forms.CharField(
        label=_("What is to be repaired, and how much"), required=False, max_length=1000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip

    def shape(self) -> None:
        """The causes from which a way follows, and the suppliers."""
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (value, words)
            for value, words in fact_choices(self.voice, "cause")
            if rules.way_of(value)
        ]
        self.fields["cause"].initial = self.case.cause
        suppliers = Organisation.objects.filter(kind=OrganisationKind.SUPPLIER).order_by("name")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def carry_out(self, at: datetime) -> None:
        """Decide."""
        actions.decide_cause(self.case, by=self.by, at=at, **self.said(), **self.frame)
