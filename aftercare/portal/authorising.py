"""What a customer says about work on their system."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AuthoriseForm(forms.Form):
    """Yes or no, and who says so."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    answer = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])
