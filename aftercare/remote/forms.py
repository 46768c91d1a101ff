"""What is filled in about a remote session."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.forms import Once
from aftercare.remote.rules import LONGEST


class AskForm(Once):
    """What for, how far, how long."""

    purpose = forms.CharField(label=pgettext_lazy("session", "What for"), max_length=200)
    scope = forms.CharField(
        label=_("How far it goes"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Which system, what is looked at, what may be changed. The customer reads it."),
    )  # fmt: skip
    hours = forms.IntegerField(
        label=_("For how many hours"), min_value=1, max_value=LONGEST, initial=4
    )
    tool = forms.URLField(
        label=_("Address of the customer's tool"), max_length=300, required=False,
        assume_scheme="https",
        help_text=_("Their own tool, such as a web meeting; we only link there."),
    )  # fmt: skip


class ChangeForm(Once):
    """What was changed."""

    what = forms.CharField(
        label=_("What was changed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Each adjustment by itself. The customer reads it."),
    )  # fmt: skip


class EndForm(Once):
    """What came of it."""

    result = forms.CharField(
        label=pgettext_lazy("session", "What came of it"), max_length=300, required=False
    )
