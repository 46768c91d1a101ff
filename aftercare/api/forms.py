"""The form for a new token."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.api.scopes import SCOPES

DAYS = (("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("one year")))


class TokenForm(forms.Form):
    """What a token is for, what it may do, and until when."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What uses it, such as “ERP” or “phone system”."),
    )
    days = forms.ChoiceField(label=_("Good for"), choices=DAYS, initial="90")
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=[(scope, label) for scope, label in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may yourself."),
    )

    def expires_at(self, at: datetime) -> datetime:
        """The end of the chosen time."""
        return at + timedelta(days=int(self.cleaned_data["days"]))
