"""What people fill in at the outbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.catalog import queries as catalog
from aftercare.kit.forms import Pick
from aftercare.outbound.actions import Notice
from aftercare.outbound.models import Kind, Topic


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
        help_text=_("Names of kinds of events, separated by spaces; empty: everything."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_kinds(self) -> list[str]:
        """The words one by one."""
        written: str = self.cleaned_data["kinds"]
        return written.replace(",", " ").split()


class BroadcastForm(forms.Form):
    """A notice to a group of customers."""

    topic = forms.ChoiceField(
        label=pgettext_lazy("notice", "About"), choices=[("", "—"), *Topic.choices]
    )
    product = Pick(
        label=_("Only who has this model"), required=False, suggest_from="catalog:product-options"
    )
    place = forms.CharField(
        label=_("Only in this area"), required=False, max_length=120,
        help_text=_("How the area of a site begins, such as a province; empty: everywhere."),
    )  # fmt: skip
    subject_zh = forms.CharField(label=_("Subject in Chinese"), required=False, max_length=200)
    text_zh = forms.CharField(
        label=_("Text in Chinese"), required=False, max_length=5000,
        widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip
    subject_en = forms.CharField(label=_("Subject in English"), required=False, max_length=200)
    text_en = forms.CharField(
        label=_("Text in English"), required=False, max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A language that is left empty is sent in the other one."),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("Urgent: also at night"), required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")
        self.fields["product"].rows = catalog.products()  # type: ignore[attr-defined]

    def notice(self) -> Notice:
        """What is to be said, and to whom."""
        return Notice(**self.cleaned_data)
