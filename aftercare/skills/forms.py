"""What a person says about skills and certificates."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.documents.forms import Files
from aftercare.kit import days
from aftercare.kit.forms import Pick
from aftercare.people.models import Person
from aftercare.plans.language.vocabulary import VALUES
from aftercare.plans.reading import language
from aftercare.skills import actions, queries
from aftercare.skills.models import Certificate, Skill

SCANNED = ".pdf,.jpg,.jpeg,.png,.webp,.heic"


class Words(forms.CharField):
    """A few words with commas between them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=1000, **more)

    def clean(self, value: Any) -> list[str]:
        text = (super().clean(value) or "").replace("，", ",").replace("、", ",")
        return list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class Day(forms.DateField):
    """A day of the company's zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class SkillForm(forms.Form):
    """What a skill is called, what it is for, and whether a paper is needed."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Such as low-voltage; used by the API.")
    )
    title_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    title_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    needs_certificate = forms.BooleanField(
        label=_("Needs a valid certificate"), required=False,
        help_text=_("Without one nobody is sent to a case that asks for this skill."),
    )  # fmt: skip
    for_everything = forms.BooleanField(
        label=_("Asked for by every case"), required=False,
        help_text=_("For example the qualification certificate that is shown on arrival."),
    )  # fmt: skip
    product_classes = Words(
        label=_("Classes of products"),
        help_text=_("With commas, such as farm.combine; farm means all that begins with it."),
    )
    product_models = Words(label=_("Codes of models"), help_text=_("With commas, such as CH-300."))
    causes = forms.MultipleChoiceField(
        label=_("Causes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Where products and causes are named, both must fit."),
    )  # fmt: skip
    retired = forms.BooleanField(
        label=_("Not asked for any more"), required=False,
        help_text=_("Certificates stay; no case asks for them, and nobody is told of their end."),
    )  # fmt: skip

    def __init__(self, given: Any, *, skill: Skill | None = None) -> None:
        first = {name: getattr(skill or Skill(), name) for name in actions.SKILL_FIELDS}
        super().__init__(given, initial=first)
        words = [(one, word.zh if language() == "zh" else word.en)
                 for one, word in VALUES["cause"].items()]  # fmt: skip
        self.fields["causes"].choices = words  # type: ignore[attr-defined]
        if skill is None:
            del self.fields["retired"]


class PaperForm(forms.Form):
    """What stands on a certificate."""

    number = forms.CharField(
        label=pgettext_lazy("certificate", "Number"), max_length=60, required=False
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    issued_on = Day(label=_("Issued on"), required=False)
    valid_from = Day(label=_("Valid from"))
    valid_until = Day(label=_("Last valid day"), required=False, help_text=_("Empty: without end."))
    scans = Files(
        label=_("Scan"),
        most=1,
        accept=SCANNED,
        help_text=_("A photograph of the paper, or its electronic form."),
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "scans"}
        sent = self.cleaned_data["scans"]
        scan = actions.Scan(sent[0].file, sent[0].name or "") if sent else None
        return {**given, "scan": scan}


class CertificateForm(PaperForm):
    """A certificate of somebody."""

    person = Pick(label=_("Person"), suggest_from="people:person-options")
    skill = forms.ModelChoiceField(label=_("Skill"), queryset=Skill.objects.none(), empty_label="—")
    field_order = ("person", "skill", "number")

    def __init__(self, given: Any, files: Any, *, by: Person, person: Person | None) -> None:
        first = {"person": person, "valid_from": days.today(timezone.now())}
        super().__init__(given, files, initial=first)
        self.fields["person"].rows = queries.people_kept_by(by)  # type: ignore[attr-defined]
        self.fields["skill"].queryset = queries.skills_in_use()  # type: ignore[attr-defined]


class ChangeForm(PaperForm):
    """The same, put right; a scan is added on the page of the certificate."""

    def __init__(self, given: Any, *, certificate: Certificate) -> None:
        first = {name: getattr(certificate, name) for name in actions.DAYS | actions.SILENT}
        super().__init__(given, initial=first)
        del self.fields["scans"]


class WithdrawForm(forms.Form):
    """Why a certificate does not hold any more."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ScanForm(forms.Form):
    """A scan of the paper."""

    scans = Files(label=_("Scan"), most=1, accept=SCANNED)

    def clean_scans(self) -> Any:
        """One is needed here."""
        if not self.cleaned_data["scans"]:
            raise forms.ValidationError(_("Choose a file."))
        return self.cleaned_data["scans"]
