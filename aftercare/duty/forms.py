"""What a person says about a roster."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.duty import queries, rules
from aftercare.duty.models import Absence, Covers, Roster
from aftercare.people import zones
from aftercare.people.models import Department, Person
from aftercare.promises.rules import calendars

WEEKDAYS = (
    ("monday", _("Monday")), ("tuesday", _("Tuesday")), ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")), ("friday", _("Friday")), ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
)  # fmt: skip
LINES = {"rows": 3, "class": "form-control"}


class Hours(forms.CharField):
    """Stretches of a day, such as `08:30-12:00, 13:00-17:00`; nothing is a closed day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=120, **more)

    def clean(self, value: Any) -> list[str]:
        return _stretches(super().clean(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class Exceptions(forms.CharField):
    """Single dates with other hours, one to a line: `2026-12-31 08:30-12:00`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=4000, widget=forms.Textarea(LINES), **more)

    def clean(self, value: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in (super().clean(value) or "").splitlines():
            day, _space, hours = line.strip().partition(" ")
            if not day:
                continue
            try:
                found[date.fromisoformat(day).isoformat()] = _stretches(hours)
            except ValueError:
                raise forms.ValidationError(
                    _("Begin each line with a date such as 2026-12-31.")
                ) from None
        return found

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{on} {', '.join(hours)}".strip() for on, hours in value.items())


class Clock(forms.CharField):
    """A time of day, as minutes after midnight."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=5, widget=forms.TextInput({"inputmode": "numeric"}), **more)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return rules.minutes(text)
        except ValueError:
            raise forms.ValidationError(_("Write a time such as 08:30.")) from None

    def prepare_value(self, value: Any) -> Any:
        return rules.clock(value) if isinstance(value, int) else value


class RosterForm(forms.Form):
    """The head, the hours, and when somebody has to be on duty."""

    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), empty_label="—"
    )
    head = forms.ModelChoiceField(
        label=pgettext_lazy("department", "Head"), queryset=Person.objects.none(), empty_label="—",
        required=False,
        help_text=_("Answers for the department when nobody is on duty."),
    )  # fmt: skip
    takes_reports = forms.BooleanField(
        label=_("New reports come to this department"), required=False
    )
    covers = forms.ChoiceField(label=_("Somebody is on duty"), choices=Covers.choices)
    keeps_holidays = forms.BooleanField(
        label=_("Closed on public holidays, open on make-up working days"), required=False
    )
    makeup = Hours(label=_("Hours of a make-up working day"), help_text=_("Empty: as on a Monday."))
    exceptions = Exceptions(
        label=_("Other hours on single dates"),
        help_text=_("One date to a line: 2026-12-31 08:30-12:00. A date alone is closed."),
    )
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, given: Any, *, roster: Roster | None = None) -> None:
        super().__init__(given, initial=_told(roster or Roster()))
        self.fields["head"].queryset = queries.may_be_head()  # type: ignore[attr-defined]
        self.fields["zone"].choices = zones.choices(get_language() or "zh-hans")  # type: ignore[attr-defined]
        if roster is not None:
            del self.fields["department"]
        else:
            self.fields["department"].queryset = queries.without_roster()  # type: ignore[attr-defined]
        hints = {"monday": _("Such as 08:30-12:00, 13:00-17:00; empty is closed.")}
        for name, label in WEEKDAYS:
            self.fields[name] = Hours(label=label, help_text=hints.get(name, ""))
        week = [name for name, _label in WEEKDAYS]
        self.order_fields(["department", "head", "takes_reports", "covers", *week])

    def said(self) -> dict[str, Any]:
        """What was filled in, under the names of the record."""
        week = [self.cleaned_data[name] for name, _label in WEEKDAYS]
        names = ("head", "takes_reports", "covers", "keeps_holidays", "exceptions", "zone")
        plain = {name: self.cleaned_data[name] for name in names}
        return {**plain, "week": week, "makeup": self.cleaned_data["makeup"] or None}


class ShiftForm(forms.Form):
    """A shift that comes back."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), empty_label="—"
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), coerce=int, widget=forms.CheckboxSelectMultiple,
        choices=[(place, label) for place, (_name, label) in enumerate(WEEKDAYS)],
    )  # fmt: skip
    begins = Clock(label=pgettext_lazy("shift", "From"), help_text=_("Such as 08:30."))
    ends = Clock(
        label=pgettext_lazy("shift", "Until"),
        help_text=_("At or before the beginning: on the next day."),
    )
    every = forms.IntegerField(label=_("Every so many weeks"), min_value=1, max_value=12, initial=1)
    from_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        required=False, help_text=_("Empty: until further notice."),
    )  # fmt: skip

    def __init__(self, given: Any) -> None:
        super().__init__(given, initial={"from_on": timezone.localdate()})
        self.fields["person"].queryset = queries.may_do_duty()  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of a shift."""

    on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class Moment(forms.DateTimeField):
    """A moment in the reader's zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **more)


class StandInForm(forms.Form):
    """Who stands in, when, and for whom."""

    person = forms.ModelChoiceField(
        label=_("Stands in"), queryset=Person.objects.none(), empty_label="—"
    )
    instead_of = forms.ModelChoiceField(
        label=_("Instead of"), queryset=Person.objects.none(), empty_label="—", required=False,
        help_text=_("Empty: besides the weekly pattern."),
    )  # fmt: skip
    begins_at = Moment(label=pgettext_lazy("shift", "From"))
    ends_at = Moment(label=pgettext_lazy("shift", "Until"))
    note = forms.CharField(label=pgettext_lazy("duty", "Note"), max_length=200, required=False)

    def __init__(self, given: Any, *, only: Person | None = None) -> None:
        super().__init__(given, initial={"instead_of": only})
        self.fields["begins_at"].help_text = times_in(timezone.get_current_timezone_name())
        self.fields["person"].queryset = queries.may_do_duty()  # type: ignore[attr-defined]
        field = self.fields["instead_of"]
        people = queries.may_do_duty()
        field.queryset = people.filter(pk=only.pk) if only else people  # type: ignore[attr-defined]
        field.required = only is not None


class LeaveForm(forms.Form):
    """Who is away, and when."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), empty_label="—"
    )
    begins_at = Moment(label=pgettext_lazy("shift", "From"))
    ends_at = Moment(label=pgettext_lazy("shift", "Until"))
    reason = forms.ChoiceField(label=pgettext_lazy("away", "Reason"), choices=Absence.choices)

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        self.fields["begins_at"].help_text = times_in(timezone.get_current_timezone_name())
        self.fields["person"].queryset = queries.may_do_duty()  # type: ignore[attr-defined]


def times_in(zone: str) -> str:
    """In which zone times are meant."""
    return gettext("Times in %(zone)s") % {"zone": zones.words(zone, get_language() or "zh-hans")}


def _stretches(text: str) -> list[str]:
    found = [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]
    try:
        calendars.hours(found)
    except ValueError:
        raise forms.ValidationError(_("Write hours such as 08:30-12:00, 13:00-17:00.")) from None
    return found


def _told(roster: Roster) -> dict[str, Any]:
    names = ("head", "takes_reports", "covers", "keeps_holidays", "makeup", "exceptions", "zone")
    week = dict(zip((name for name, _label in WEEKDAYS), roster.week, strict=True))
    return {**{name: getattr(roster, name) for name in names}, **week}
