"""Uploading a list, and saying what its headings mean."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from aftercare.imports.models import ImportRun
from aftercare.imports.sheets import SHEETS


class UploadForm(forms.Form):
    """What is in the list, and the list."""

    sheet = forms.ChoiceField(
        label=_("What the list holds"),
        choices=[(name, sheet.label) for name, sheet in SHEETS.items()],
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX with headings in the first row, at most 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    good_rows = forms.BooleanField(
        label=_("Write the rows that fit, and give me the others to mend"),
        required=False,
        help_text=_("Otherwise one row that does not fit stops all of them."),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Not larger than files may be."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.FILE_LIMIT_BYTES:
            limit = settings.FILE_LIMIT_BYTES // 1024 // 1024
            raise ValidationError(
                _("The file is larger than %(limit)s MB. Import it with: aftercare import")
                % {"limit": limit}
            )
        return file


class MappingForm(forms.Form):
    """For each heading of the file the column it means; and how to go on."""

    good_rows = forms.BooleanField(
        label=_("Write the rows that fit, and give me the others to mend"), required=False
    )

    def __init__(self, *args: Any, run: ImportRun, **more: Any):
        super().__init__(*args, **more)
        sheet = SHEETS[run.sheet]
        choices = [("", _("not used")), *((one.name, _named(one)) for one in sheet.columns)]
        meant = {heading: ours for ours, heading in run.columns.items()}
        self.fields["good_rows"].initial = run.good_rows
        self.columns = []
        for place, heading in enumerate(run.headings):
            name = f"column-{place}"
            field = forms.ChoiceField(label=heading, choices=choices, required=False)
            field.initial = meant.pop(heading, "")
            self.fields[name] = field
            sample = [row[place] for row in run.sample if place < len(row) and row[place]]
            self.columns.append((self[name], sample))

    def clean(self) -> dict[str, Any]:
        """No column may be meant twice."""
        cleaned = super().clean() or {}
        chosen = [value for name, value in cleaned.items() if name[:7] == "column-" and value]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("Two headings cannot mean the same column."))
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Heading to column, also for headings that are not used."""
        return {str(field.label): self.cleaned_data[field.name]
                for field, _sample in reversed(self.columns)}  # fmt: skip


def _named(column: Any) -> Any:
    return f"{column.label} *" if column.required else column.label
