"""What an agent writes down of a call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.people.models import Person
from aftercare.phone import queries
from aftercare.phone.models import Call, Direction, Result
from aftercare.plans.language.vocabulary import VALUES
from aftercare.plans.reading import language


class CallForm(forms.Form):
    """A call that no exchange told of."""

    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    caller = forms.CharField(label=_("Phone number"), max_length=40)
    line = forms.CharField(label=_("Line"), max_length=40, required=False)
    began_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class NoteForm(forms.Form):
    """What a call was about, what was answered, what came of it."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    answer = forms.CharField(
        label=_("What was answered"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)

    def __init__(self, given: Any, *, call: Call) -> None:
        told = {name: getattr(call, name) for name in ("purpose", "answer", "result")}
        super().__init__(given, initial={name: one for name, one in told.items() if one})
        self.fields["purpose"].choices = purposes()  # type: ignore[attr-defined]


def purposes() -> list[tuple[str, str]]:
    """What a call may be about: the kinds of cases, in the reader's words."""
    return [(name, getattr(word, language())) for name, word in VALUES["kind"].items()]


class ExtensionForm(forms.Form):
    """Whose telephone an extension is."""

    number = forms.CharField(label=_("Extension"), max_length=20)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), empty_label="—"
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        self.fields["person"].queryset = queries.at_a_telephone()  # type: ignore[attr-defined]
