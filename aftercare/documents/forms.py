"""A field of a form that takes files, each looked at before anything is done."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from aftercare.documents import checking
from aftercare.documents.rules import ACCEPTED
from aftercare.documents.uploading import MOST_FILES
from aftercare.kit.errors import Refusal


class ManyFiles(forms.ClearableFileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """A few files; what is wrong with one is said here, so that nothing is half done."""

    def __init__(self, *, label: Any, most: int = MOST_FILES, accept: str = ACCEPTED,
                 help_text: Any = "") -> None:  # fmt: skip
        super().__init__(
            label=label, required=False, widget=ManyFiles(attrs={"accept": accept}),
            help_text=help_text,
        )  # fmt: skip
        self.most = most

    def clean(self, given: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        sent: list[UploadedFile[Any]] = [one for one in given or [] if one is not None]
        if len(sent) > self.most:
            raise forms.ValidationError(
                _("These are too many files: at most %(most)s.") % {"most": self.most}
            )
        wrong = [str(fault) for file in sent if (fault := _fault(file))]
        if wrong:
            raise forms.ValidationError(wrong)
        return sent


def _fault(file: "UploadedFile[Any]") -> str:
    content: Any = file.file
    try:
        checking.check(content, file.name or "")
    except Refusal as refusal:
        return str(refusal.message)
    return ""
