"""What an agreement covers and who is named to the customer, changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.plans import queries
from aftercare.plans.forms.binding import day
from aftercare.plans.forms.things import ThingPick, among
from aftercare.plans.language.vocabulary import ROLES
from aftercare.plans.models import Agreement
from aftercare.plans.reading import language


class CoverForm(forms.Form):
    """Something more to cover, and from when on."""

    thing = ThingPick(
        label=_("Project, site or unit"), suggest_from="plans:candidate-options",
        help_text=_("The units of a project and of a site are covered with it."),
    )  # fmt: skip
    from_on = day(_("From this day on"))

    def __init__(self, *args: Any, agreement: Agreement, **more: Any):
        super().__init__(*args, **more)
        among(self.fields["thing"], agreement, queries.thing_of_customer)


class EndForm(forms.Form):
    """From when on something is not covered any more, and why."""

    on = day(
        _("Not any more from this day on"),
        help_text=_("Today or later. What was promised until then stays."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ContactForm(forms.Form):
    """Who is named to the customer."""

    role = forms.ChoiceField(label=_("Role"))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    dropped = forms.BooleanField(label=_("Name this person no longer"), required=False)

    def __init__(self, *args: Any, fresh: bool = False, **more: Any):
        super().__init__(*args, **more)
        roles = {role: getattr(word, language()) for role, word in ROLES.items()}
        known = self.initial.get("role")
        if known and known not in roles:
            roles[known] = known
        self.fields["role"].choices = list(roles.items())  # type: ignore[attr-defined]
        if fresh:
            del self.fields["dropped"]
