"""What is filled in about incidents, measures and the leading group."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.desk import queries as desk
from aftercare.desk.facts import words_of
from aftercare.desk.models import Case
from aftercare.desk.speech import plan_of, voice_of
from aftercare.emergency import queries
from aftercare.emergency.models import Incident, Measure
from aftercare.kit.forms import Once
from aftercare.people.models import Person

LONG, SHORT = {"rows": 6}, {"rows": 3}


class Moment(forms.DateTimeField):
    """A moment in the reader's zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **more)


class CaseNumber(forms.CharField):
    """The number of a case that the person may see."""

    by: Person

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, **more)

    def clean(self, value: Any) -> Case | None:
        number = (super().clean(value) or "").strip().upper()
        if not number:
            return None
        found = desk.cases_visible_to(self.by).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class DeclareForm(Once):
    """What has happened, and the case it became known by."""

    title = forms.CharField(label=pgettext_lazy("incident", "Incident"), max_length=200)
    description = forms.CharField(
        label=_("What has happened"), max_length=4000, widget=forms.Textarea(attrs=LONG)
    )
    severity = forms.ChoiceField(
        label=pgettext_lazy("incident", "Level"), required=False,
        help_text=_("The fault levels of the plan of the case."),
    )  # fmt: skip
    case = CaseNumber(
        label=_("Number of the case"), required=False,
        help_text=_("If it became known by a case; more can join later."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, by: Person, case: Case | None, **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["case"].by = by
        plan = plan_of(case.agreement) if case is not None else None
        levels = words_of(plan, "severity")
        if case is None or not levels:
            del self.fields["severity"]
            return
        voice = voice_of(case)
        shown = [(one, voice.value("severity", one)) for one in levels]
        fields["severity"].choices = [("", "—"), *shown]


class ActForm(Once):
    """Something done about an incident."""

    def __init__(self, data: Any = None, *, incident: Incident, by: Person, **more: Any) -> None:
        super().__init__(data, **more)
        self.incident, self.by = incident, by


class CallInForm(ActForm):
    """Who is convened besides, or in the place of one who is not there."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Whom to convene"), empty_label="—"
    )
    instead_of = forms.ModelChoiceField(
        Person.objects.none(), label=_("In the place of"), required=False, empty_label="—",
        help_text=_("Who takes the place of the head is the head from then on."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["person"].queryset = queries.own_people()
        convened = self.incident.summons.values("person")
        fields["instead_of"].queryset = Person.objects.filter(pk__in=convened).order_by("pk")
        fields["person"].label_from_instance = with_role


class DraftForm(ActForm):
    """A version of the plan; `after` is the one it was written on."""

    text = forms.CharField(
        label=_("Emergency technical plan"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("What is done in which order, by whom, with what, and how to go back."),
    )  # fmt: skip
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ApproveForm(ActForm):
    """Which version is approved."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MeasureForm(ActForm):
    """A measure, its owner, its moment."""

    what = forms.CharField(label=pgettext_lazy("measure", "What is done"), max_length=300)
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=pgettext_lazy("measure", "Owner"), empty_label="—"
    )
    due_at = Moment(label=pgettext_lazy("measure", "Done until"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field: Any = self.fields["owner"]
        field.queryset = queries.own_people()
        field.label_from_instance = with_role


class JoinForm(ActForm):
    """Another case that belongs to it."""

    case = CaseNumber(label=_("Number of the case"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field: Any = self.fields["case"]
        field.by = self.by


class NoteForm(ActForm):
    """What happens."""

    text = forms.CharField(
        label=pgettext_lazy("incident", "Note"), max_length=4000,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip


class CloseForm(ActForm):
    """The report at the end."""

    cause = forms.CharField(
        label=_("What it came from"), max_length=8000, widget=forms.Textarea(attrs=LONG)
    )
    done = forms.CharField(
        label=_("What was done about it"), max_length=8000, widget=forms.Textarea(attrs=LONG)
    )
    changed = forms.CharField(
        label=_("What is different from now on"), max_length=8000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it ends although something is missing"), max_length=2000, required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("Only while a measure is open, or when no plan was approved."),
    )  # fmt: skip


class EndMeasureForm(Once):
    """What came of a measure, or why it is dropped."""

    result = forms.CharField(
        label=pgettext_lazy("measure", "Result, or the reason"), max_length=4000,
        widget=forms.Textarea(attrs=SHORT),
    )  # fmt: skip


class ChangeMeasureForm(Once):
    """Another owner, or another moment."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=pgettext_lazy("measure", "Owner"), empty_label="—"
    )
    due_at = Moment(label=pgettext_lazy("measure", "Done until"))

    def __init__(self, data: Any = None, *, measure: Measure, **more: Any) -> None:
        given = {"owner": measure.owner_id, "due_at": measure.due_at}
        super().__init__(data, initial={**given, **more.pop("initial", {})}, **more)
        field: Any = self.fields["owner"]
        field.queryset = queries.own_people()
        field.label_from_instance = with_role

    def clean_due_at(self) -> datetime:
        """The moment; the one it had is kept to the second when it was not changed."""
        said: datetime = self.cleaned_data["due_at"]
        had: datetime = self.initial["due_at"]
        return had if said == had.replace(second=0, microsecond=0) else said


class MemberForm(forms.Form):
    """A member of the leading group."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=pgettext_lazy("group", "Member"), empty_label="—"
    )
    task = forms.CharField(
        label=pgettext_lazy("group", "What for"), max_length=80, required=False,
        help_text=_("Such as network, database, dealing with the customer."),
    )  # fmt: skip
    is_head = forms.BooleanField(
        label=_("Heads the group"), required=False,
        help_text=_("Whoever heads it now is a member like the others then."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        field: Any = self.fields["person"]
        field.queryset = queries.own_people().exclude(pk__in=queries.members().values("person"))
        field.label_from_instance = with_role


def with_role(one: Person) -> str:
    """A name with what they do."""
    return f"{one.name} · {one.get_role_display()}"
