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
