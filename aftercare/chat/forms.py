"""What is filled in: a question, a message, how a conversation ended."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Unit
from aftercare.chat.actions import Matter
from aftercare.chat.rules import LONGEST, TITLE
from aftercare.documents.forms import Files
from aftercare.documents.rules import ACCEPTED
from aftercare.kit.forms import Once
from aftercare.plans.language.vocabulary import VALUES
from aftercare.plans.reading import language

MOST_AT_ONCE = 5
KINDS = ("question", "fault", "complaint", "request", "return", "guidance", "price")


class AskForm(Once):
    """A question, and who asks."""

    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST, strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("About which unit"), required=False,
        empty_label=_("about none of them"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("So that we reach you if this page is closed."),
    )  # fmt: skip

    def __init__(self, given: Any, *, units: Sequence[Unit], **more: Any) -> None:
        super().__init__(given, **more)
        chosen: Any = self.fields["unit"]
        chosen.queryset = Unit.objects.select_related("model", "customer").filter(
            pk__in=[one.pk for one in units]
        )
        chosen.label_from_instance = _unit_words
        if not units:
            del self.fields["unit"]


class SayForm(forms.Form):
    """A message: words, files, or both."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Message"), max_length=LONGEST, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )  # fmt: skip
    sent = Files(label=_("Files and pictures"), most=MOST_AT_ONCE, accept=ACCEPTED)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given["text"].strip() and not given["sent"]:
            self.add_error("text", _("Write something first."))
        return given

    def parts(self) -> list[tuple[uuid.UUID, "UploadedFile[Any] | None"]]:
        """The messages it makes, each with its key: the words, then each file."""
        given = self.cleaned_data
        key: uuid.UUID = given["key"]
        made: list[tuple[uuid.UUID, UploadedFile[Any] | None]] = []
        if given["text"].strip():
            made.append((key, None))
        for place, file in enumerate(given["sent"]):
            made.append((uuid.uuid5(key, str(place)), file))
        return made


class SignsForm(forms.Form):
    """What a page tells by itself: what it received, and that somebody is typing."""

    saw = forms.IntegerField(min_value=0, max_value=10**6, required=False)
    typing = forms.BooleanField(required=False)


class AnsweredForm(forms.Form):
    """Whether the question was answered."""

    answered = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])


class MatterForm(forms.Form):
    """The case that a conversation leads to."""

    kind = forms.ChoiceField(label=_("What is it about"))
    symptom = forms.CharField(label=_("In one sentence"), max_length=TITLE)
    needs_visit = forms.BooleanField(
        label=_("Needs a visit: neither web nor telephone can solve it"), required=False
    )

    def __init__(self, given: Any, *, title: str) -> None:
        super().__init__(given, initial={"kind": "question", "symptom": title}, label_suffix="")
        words = VALUES["kind"]
        chosen: Any = self.fields["kind"]
        chosen.choices = [(name, getattr(words[name], language())) for name in KINDS]

    def matter(self) -> Matter:
        """What was filled in."""
        given = self.cleaned_data
        return Matter(given["kind"], given["symptom"], given["needs_visit"])


def _unit_words(unit: Unit) -> str:
    return f"{unit.model.name} {unit.serial}"
