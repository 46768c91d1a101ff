"""Taking a report: who, what, how it came in, and the facts the plan asks for."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions, facts, picking
from aftercare.desk.forms.acting import Moment
from aftercare.desk.forms.handing import fact_choices, fact_field
from aftercare.desk.models import Case
from aftercare.desk.picking import Picked
from aftercare.desk.speech import Voice
from aftercare.documents.forms import Files
from aftercare.people.models import OrganisationKind, Person
from aftercare.plans.places import zone_of

TIMES = ("reported_at", "agreed_for")
CHOSEN = ("unit", "site", "project", "agreement")
EMPTY = [("", "—")]


class SeverityChoice(forms.RadioSelect):
    """The levels of the plan, each with its definition."""

    template_name = "desk/severity.html"

    def __init__(self, *, choices: Sequence[tuple[str, str]], means: Mapping[str, str]) -> None:
        super().__init__(choices=choices)
        self.means = means

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "means": self.means.get(str(value), "")}


class IntakeForm(forms.Form):
    """One report. `seen` holds the numbers of the likely duplicates that were on the screen."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    customer = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": _("Pick the customer first.")}
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    site = forms.ChoiceField(label=_("Place"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)
    agreement = forms.ChoiceField(label=_("Agreement"), required=False)
    symptom = forms.CharField(
        label=_("What is wrong"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    description = forms.CharField(
        label=_("More about it"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reporter_name = forms.CharField(
        label=_("Caller"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reporter_phone = forms.CharField(
        label=_("Caller's phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    reporter_email = forms.EmailField(
        label=_("Caller's e-mail"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    sent_files = Files(
        label=_("Files and photographs"), help_text=_("What the customer sent with the report."),
    )  # fmt: skip
    files_public = forms.BooleanField(label=_("Show them to the customer"), required=False)
    reported_at = Moment(
        label=_("Reported at, if earlier"), required=False,
        help_text=_("For a letter the day it came in; the clocks run from then."),
    )  # fmt: skip
    agreed_for = Moment(
        label=_("Time the customer sets"), required=False,
        help_text=_("We promise to be there by then."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        person: Person,
        picked: Picked,
        first: Mapping[str, Any] | None = None,
    ) -> None:
        """first: what stands in the form before anybody writes, such as the words of a letter."""
        self.person, self.picked = person, picked
        self.voice = Voice(picked.plan)
        self.asked = facts.asked(picked.plan)
        super().__init__(data, files, initial={**self._first(), **(first or {})}, label_suffix="")
        self._offer()
        if not facts.agrees_a_time(picked.plan):
            del self.fields["agreed_for"]
        for name in ("source", "kind", *self.asked):
            self.fields[name] = self._fact(name)
        self.fields["source"].initial = "phone"
        self.fields["kind"].initial = "fault"

    def _first(self) -> dict[str, Any]:
        keys = {name: getattr(self.picked, name) for name in (*CHOSEN, "customer")}
        caller = self.picked.caller
        return {
            "id": uuid.uuid4(),
            "reporter_name": caller.name if caller else "",
            "reporter_phone": caller.phone if caller else "",
            "reporter_email": getattr(caller, "email", ""),
            **{n: one.pk if one else "" for n, one in keys.items()},
        }

    def _offer(self) -> None:
        for name, rows in picking.listed(self.person, self.picked).items():
            choices = [*EMPTY, *((str(row.pk), str(row)) for row in rows)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.picked.agreement and (self.picked.unit or self.picked.project):
            del self.fields["agreement"]

    def _fact(self, name: str) -> forms.ChoiceField:
        field = fact_field(self.voice, name, required=name in {"source", "kind"})
        if name == "severity":
            choices = fact_choices(self.voice, name)
            field.widget = SeverityChoice(choices=choices, means=self._definitions())
        if name == "zone":
            by_address = [("", self._zone_words())]
            field.choices = [*by_address, *fact_choices(self.voice, name)]
        return field

    def _definitions(self) -> dict[str, str]:
        levels = facts.choices(self.picked.plan, "severity")
        return {one.value: self.voice.say(one.means) for one in levels if one.means}

    def _zone_words(self) -> str:
        plan, place = self.picked.plan, self.picked.site
        zone = zone_of(plan, place.place if place else "") if plan else ""
        shown = self.voice.value("zone", zone) if zone else "—"
        return str(_("by the address: %(zone)s") % {"zone": shown})

    @property
    def chosen_fields(self) -> list[forms.BoundField]:
        """Of unit, place, project and agreement those that leave a choice."""
        names = [name for name in CHOSEN if name in self.fields]
        return [self[n] for n in names if len(self.fields[n].choices) > 1]  # type: ignore[attr-defined]

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """How it came in, the facts of the plan, and the times."""
        times = [name for name in TIMES if name in self.fields]
        return [self[name] for name in ("source", "kind", *self.asked, *times)]

    def clean_customer(self) -> int:
        """Only one that the person may see was picked."""
        if self.picked.customer is None:
            raise forms.ValidationError(_("Pick the customer first."))
        return self.picked.customer.pk

    def register(self, at: datetime) -> Any:
        """Register the report and keep its files: all of it, or nothing."""
        given, picked = self.cleaned_data, self.picked
        assert picked.customer is not None  # noqa: S101  # the form is valid
        report = actions.Report(
            customer=picked.customer, unit=picked.unit, project=picked.project, site=picked.site,
            agreement=picked.agreement, symptom=given["symptom"],
            description=given["description"], source=given["source"], kind=given["kind"],
            reporter_name=given["reporter_name"], reporter_phone=given["reporter_phone"],
            reporter_email=given["reporter_email"],
            reporter_language=getattr(picked.caller, "language", ""),
            facts={name: given[name] for name in self.asked if given[name]},
            agreed_for=given.get("agreed_for"),
        )  # fmt: skip
        with transaction.atomic():
            registered = actions.register_case(
                report, by=self.person, at=at, reported_at=given["reported_at"], id=given["id"]
            )
            self._keep_files(registered.case, at)
        return registered

    def _keep_files(self, case: Case, at: datetime) -> None:
        """The files, each under a name of its own, so that the form sent twice keeps none twice."""
        given = self.cleaned_data
        for place, file in enumerate(given["sent_files"]):
            actions.add_file(
                case, file.file, file.name or "", by=self.person, at=at,
                public=given["files_public"], id=uuid.uuid5(given["id"], f"file {place}"),
            )  # fmt: skip


def facts_of(given: Mapping[str, Any], picked: Picked) -> dict[str, str]:
    """The facts of a form that is still being filled in; words the plan does not know are left
    out."""
    known = {}
    for name in ("source", "kind", *facts.asked(picked.plan)):
        value = str(given.get(name, ""))
        if value in facts.words_of(picked.plan, name):
            known[name] = value
    return known


def moment_of(given: Mapping[str, Any], name: str) -> datetime | None:
    """A moment of a form that is still being filled in; nothing when it is none yet."""
    try:
        found: datetime | None = Moment(required=False).clean(str(given.get(name, "")))
    except forms.ValidationError:
        return None
    return found


class NewcomerForm(forms.Form):
    """A caller nobody knows: the customer, where, and the unit if it is known."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (OrganisationKind.HOUSEHOLD, OrganisationKind.HOUSEHOLD.label),
            (OrganisationKind.CUSTOMER, OrganisationKind.CUSTOMER.label),
        ],
    )
    phone = forms.CharField(label=_("Phone"), max_length=40)
    place = forms.CharField(
        label=_("Region"), max_length=120, required=False, help_text=_("As province/city/district")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    model = forms.ChoiceField(label=_("Product"), required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="new", label_suffix="")
        products = picking.products()
        choices = [*EMPTY, *((str(one.pk), str(one)) for one in products)]
        self.fields["model"].choices = choices  # type: ignore[attr-defined]

    def welcome(self, *, by: Person, at: datetime) -> Picked:
        """Add the customer, the place and the unit, and pick them."""
        given = dict(self.cleaned_data)
        chosen = given.pop("model")
        model = next((one for one in picking.products() if str(one.pk) == chosen), None)
        newcomer = actions.welcome_customer(**given, model=model, by=by, at=at)
        return picking.pick(by, newcomer)
