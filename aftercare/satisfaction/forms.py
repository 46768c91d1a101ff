"""What is filled in about the manager of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.forms import day
from aftercare.kit.forms import Once
from aftercare.people.models import Person
from aftercare.satisfaction import queries
from aftercare.satisfaction.models import ManagerReview, Party

LONG = {"rows": 4}


class MarkForm(Once):
    """What a party says."""

    party = forms.ChoiceField(label=_("Who is asked"), choices=Party.choices)
    percent = forms.IntegerField(
        label=_("Satisfaction in percent"), min_value=0, max_value=100,
        help_text=_("0: not at all, 100: fully."),
    )  # fmt: skip
    said_by = forms.CharField(label=_("Who said it"), max_length=80)
    said_on = day(_("Said on"))
    remark = forms.CharField(label=_("Their remark"), max_length=500, required=False)


class KeepForm(forms.Form):
    """Why the manager stays."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs=LONG))


class ReplaceForm(KeepForm):
    """Who comes, and why."""

    successor = forms.ModelChoiceField(Person.objects.none(), label=_("Successor"), empty_label="—")
    field_order = ("successor", "reason")

    def __init__(self, *args: Any, review: ManagerReview, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["successor"]
        field.queryset = queries.successors().exclude(pk=review.manager_id)
