"""What is filled in about a complaint at the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.complaints import queries
from aftercare.complaints.actions import Grievance
from aftercare.complaints.models import About, Cause, Complaint, Outcome, Remedy, Severity
from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.kit.forms import Once, Pick
from aftercare.people import queries as people
from aftercare.people.models import Department, Person

LONG = {"rows": 4}
SPOKEN = ("phone", "web", "letter", "email", "walk-in", "visit", "return-visit", "dealer")


class ComplaintForm(Once):
    """A complaint as somebody at the desk takes it down."""

    matter = forms.CharField(label=_("What the complaint is about"), max_length=200)
    description = forms.CharField(
        label=_("In their own words"), max_length=4000, required=False,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    about = forms.ChoiceField(label=_("It is about"), choices=About.choices)
    case = forms.CharField(
        label=_("Number of the case"), max_length=20, required=False,
        help_text=_("If it is about a case, or about who came for it."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person complained about"), required=False, empty_label="—",
        help_text=_("Left empty: whoever answers for the case."),
    )  # fmt: skip
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department complained about"),
        required=False,
        empty_label="—",
    )
    remedy = forms.ChoiceField(label=_("Remedy sought"), choices=Remedy.choices)
    remedy_words = forms.CharField(label=_("Remedy in words"), max_length=300, required=False)
    severity = forms.ChoiceField(
        label=_("How serious"), choices=Severity.choices, initial=Severity.ORDINARY
    )
    safety = forms.BooleanField(
        label=_("People are in danger"), required=False,
        help_text=_("It goes before everything else."),
    )  # fmt: skip
    customer = Pick(label=_("Customer"), suggest_from="people:organisation-options", required=False)
    complainant_name = forms.CharField(label=_("Who complains"), max_length=80)
    complainant_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    complainant_email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False,
        help_text=_("The number, the decision and the link to follow it go there."),
    )  # fmt: skip
    complainant_language = forms.ChoiceField(
        label=_("Language of the letters"), choices=settings.LANGUAGES, required=False,
        initial=settings.LANGUAGE_CODE,
    )  # fmt: skip
    source = forms.ChoiceField(label=_("How it came"))

    def __init__(self, data: Any = None, *, by: Person, **more: Any) -> None:
        super().__init__(data, **more)
        self.by, voice = by, Voice(None)
        fields: Any = self.fields
        fields["person"].queryset = queries.serving()
        fields["department"].queryset = queries.departments()
        fields["customer"].rows = people.organisations_visible_to(by)
        fields["source"].choices = [(one, voice.value("source", one)) for one in SPOKEN]

    def clean_case(self) -> Case | None:
        """The case of the number, if the person may see it."""
        number = self.cleaned_data["case"].strip().upper()
        if not number:
            return None
        found = desk.cases_visible_to(self.by).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found

    def grievance(self) -> Grievance:
        """What the action takes."""
        return Grievance(**self.said())


class OpeningForm(forms.Form):
    """What is sought by a complaint that a case holds already."""

    remedy = forms.ChoiceField(
        label=_("Remedy sought"), choices=[("", "—"), *Remedy.choices],
        error_messages={"required": _("Choose what the complainant seeks.")},
    )  # fmt: skip
    remedy_words = forms.CharField(label=_("Remedy in words"), max_length=300, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="opening_%s", **more)


class ActForm(Once):
    """Something done to a complaint."""

    def __init__(self, data: Any = None, *, complaint: Complaint, **more: Any) -> None:
        super().__init__(data, **more)
        self.complaint = complaint


class PlainForm(ActForm):
    """Nothing more need be said."""


class ReasonForm(ActForm):
    """Why."""

    reason = forms.CharField(
        label=pgettext_lazy("complaint", "What was said"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CloseForm(ActForm):
    """What came of it in the end."""

    note = forms.CharField(
        label=_("What came of it in the end"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class InvestigatorForm(ActForm):
    """Who looks into it."""

    investigator = forms.ModelChoiceField(
        Person.objects.none(), label=_("Investigator"), empty_label="—",
        help_text=_("Nobody the complaint is about, and nobody who depends on them."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, complaint: Complaint, **more: Any) -> None:
        super().__init__(data, complaint=complaint, **more)
        field: Any = self.fields["investigator"]
        field.queryset = queries.investigators_for(complaint)
        field.label_from_instance = lambda one: f"{one.name} · {one.get_role_display()}"


class WeighForm(ActForm):
    """How bad it is."""

    severity = forms.ChoiceField(label=_("How serious"), choices=Severity.choices)
    safety = forms.BooleanField(
        label=_("People are in danger"), required=False,
        help_text=_("It goes before everything else."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, complaint: Complaint, **more: Any) -> None:
        super().__init__(data, complaint=complaint, **more)
        for name in ("severity", "safety"):
            self.fields[name].initial = getattr(complaint, name)


class DecideForm(ActForm):
    """What was found, and what is sent."""

    finding = forms.CharField(
        label=_("What the investigation found"), widget=forms.Textarea(attrs=LONG),
        help_text=_("Stays in the house."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("Was the complaint right"), choices=[("", "—"), *Outcome.choices]
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=[("", "—"), *Cause.choices])
    decision = forms.CharField(
        label=_("Decision"), widget=forms.Textarea(attrs=LONG),
        help_text=_("Sent to the complainant as it stands here."),
    )  # fmt: skip


class NoteForm(ActForm):
    """A note."""

    text = forms.CharField(
        label=pgettext_lazy("complaint", "Note"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    shown = forms.BooleanField(label=_("Show it to the complainant"), required=False)


class OpenForm(Once):
    """What must not happen again."""

    matter = forms.CharField(label=_("What must not happen again"), max_length=200)


class PlanForm(forms.Form):
    """Why it happened, what is done, by whom, until when."""

    cause = forms.CharField(label=_("Why it happened"), widget=forms.Textarea(attrs=LONG))
    action = forms.CharField(label=_("What is done about it"), widget=forms.Textarea(attrs=LONG))
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Owner"), empty_label="—")
    due_on = forms.DateField(
        label=pgettext_lazy("corrective", "Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        field: Any = self.fields["owner"]
        field.queryset = queries.owners()
        field.label_from_instance = lambda one: f"{one.name} · {one.get_role_display()}"


class FinishForm(forms.Form):
    """What was done."""

    report = forms.CharField(
        label=pgettext_lazy("corrective", "What was done"), widget=forms.Textarea(attrs=LONG)
    )


class CheckForm(forms.Form):
    """Whether it helped."""

    effect = forms.CharField(
        label=_("What shows it"), widget=forms.Textarea(attrs=LONG),
        help_text=_("Figures, a sample, the time without a repetition."),
    )  # fmt: skip
