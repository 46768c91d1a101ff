"""The text of a plan, as a file or pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.plans import checking
from aftercare.plans.language.reading import Reading

LARGEST = 1024 * 1024


class PlanForm(forms.Form):
    """A plan as a file or as text."""

    file = forms.FileField(
        label=_("Plan file"), required=False, help_text=_("A YAML file up to 1 MB.")
    )
    source = forms.CharField(
        label=_("Or its text"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip
    text = ""
    content: str | bytes = ""  # what was given, before anything is made of it
    name = "plan.yaml"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.get("file")
        if file is not None:
            if file.size > LARGEST:
                raise forms.ValidationError(_("This file is larger than 1 MB; plans are not."))
            raw: bytes = file.read()
            self.content = raw
            self.text = raw.decode("utf-8", errors="replace")
            self.name = file.name
        else:
            self.content = self.text = values.get("source", "").replace("\r\n", "\n")
        if not self.text.strip():
            raise forms.ValidationError(_("Choose a file or paste the text of a plan."))
        return values

    def reading(self) -> Reading:
        """What checking the text says."""
        return checking.checked(self.content, self.name)
