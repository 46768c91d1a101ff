"""What people fill in at the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.outbound.models import Kind


class OptOutForm(forms.Form):
    """What a customer does not want to be sent."""

    kind = forms.ChoiceField(
        label=_("Not wanted"),
        choices=[(kind.value, kind.label) for kind in (Kind.NOTICE, Kind.SERVICE)],
    )
    address = forms.EmailField(
        label=_("Only at this address"), required=False,
        help_text=_("Empty: at no address of this customer."),
    )  # fmt: skip


class WebhookForm(forms.Form):
    """Another system that is told what happens."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(
        label=_("Address"), max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=_("By https:// in the open Internet."),
    )  # fmt: skip
    kinds = forms.CharField(
        label=_("Events"), required=False, max_length=2000,
        help_text=_("Separated by spaces, such as case.closed or case.*; empty: everything."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_kinds(self) -> list[str]:
        """The words one by one."""
        written: str = self.cleaned_data["kinds"]
        return written.replace(",", " ").split()
