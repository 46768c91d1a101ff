"""Making an agreement: whose, which plan, what it covers, who can be called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.forms import Pick
from aftercare.people import queries as people
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.plans import queries
from aftercare.plans.language.vocabulary import ROLES
from aftercare.plans.models import PlanVersion
from aftercare.plans.reading import language

MOST_SHOWN = 200  # more projects or sites than these are bound through the API or an import
CONTACTS = range(1, 4)


def day(label: Any, **more: Any) -> forms.DateField:
    """A date field with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _first(rows: Any) -> Any:
    """So many of the rows as a page can offer; still a query that can be narrowed."""
    return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:MOST_SHOWN]))


class CustomerForm(forms.Form):
    """Whose agreement it is; what it can cover depends on that."""

    customer = Pick(label=_("Customer"), suggest_from="people:organisation-options")

    def __init__(self, *args: Any, person: Person, **more: Any):
        super().__init__(*args, **more)
        field = self.fields["customer"]
        if isinstance(field, Pick):
            field.rows = people.organisations_visible_to(person)


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Versions of plans, by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        title = getattr(obj, f"title_{language()}")
        return f"{obj.catalogue} {title} (v{obj.number})"


class AgreementForm(forms.Form):
    """A plan version bound to a customer and what it covers."""

    number = forms.CharField(label=_("Number"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=160)
    plan_version = VersionChoice(PlanVersion.objects.none(), label=_("Service plan"))
    service = forms.ChoiceField(
        label=_("Service line"), required=False,
        help_text=_("Only for a plan with several lines of business."),
    )  # fmt: skip
    signed_on = day(_("Signed on"))
    ends_on = day(_("Ends on"), required=False)
    dealer = Pick(label=_("Dealer"), suggest_from="people:organisation-options", required=False)
    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(), label=_("Projects"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The units of a project and of a site are covered with it."),
    )  # fmt: skip
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(), label=_("Sites"), required=False, widget=forms.CheckboxSelectMultiple
    )
    serials = forms.CharField(
        label=_("Single units"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Serial numbers, one on each line."),
    )  # fmt: skip

    def __init__(self, *args: Any, customer: Organisation, person: Person, **more: Any):
        super().__init__(*args, **more)
        self.customer, self.person = customer, person
        self._among("plan_version", queries.plans_visible_to(person))
        projects = catalog.projects_visible_to(person).filter(customer=customer)
        sites = catalog.sites_visible_to(person).filter(customer=customer)
        self._among("projects", _first(projects.order_by("number")))
        self._among("sites", _first(sites.order_by("name")))
        for name, rows in (("projects", projects), ("sites", sites)):
            if not rows.exists():
                del self.fields[name]
        dealer = self.fields["dealer"]
        if isinstance(dealer, Pick):
            organisations = people.organisations_visible_to(person)
            dealer.rows = organisations.filter(kind=OrganisationKind.DEALER)
        self._offer_services(person)
        self._ask_for_contacts()

    def _among(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _offer_services(self, person: Person) -> None:
        groups: list[Any] = [("", "—")]
        for version in queries.plans_visible_to(person):
            services = queries.document(version).services
            named = [(key, getattr(one.title, language())) for key, one in services.items()]
            if named:
                groups.append((getattr(version, f"title_{language()}"), named))
        self.fields["service"].choices = groups  # type: ignore[attr-defined]

    def _ask_for_contacts(self) -> None:
        roles = [("", "—"), *((role, getattr(word, language())) for role, word in ROLES.items())]
        for one in CONTACTS:
            self.fields[f"role{one}"] = forms.ChoiceField(
                label=_("Contact %(number)d") % {"number": one}, choices=roles, required=False
            )
            self.fields[f"name{one}"] = forms.CharField(
                label=pgettext_lazy("person", "Name"), max_length=80, required=False
            )
            self.fields[f"phone{one}"] = forms.CharField(
                label=_("Phone"), max_length=40, required=False
            )

    def clean_serials(self) -> list[Unit]:
        """The units of the customer with these serial numbers."""
        lines = self.cleaned_data["serials"].splitlines()
        wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        units = catalog.units_visible_to(self.person).filter(customer=self.customer)
        found = list(units.filter(serial__in=wanted[:500]).order_by("id"))
        missing = [one for one in wanted if one not in {unit.serial for unit in found}]
        if missing:
            raise forms.ValidationError(
                _("This customer has no unit %(serials)s."), params={"serials": ", ".join(missing)}
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for one in CONTACTS:
            role, name = values.get(f"role{one}"), values.get(f"name{one}")
            if bool(role) != bool(name):
                self.add_error(f"name{one}" if role else f"role{one}",
                               _("A contact has a role and a name."))  # fmt: skip
        return values

    def terms(self) -> dict[str, Any]:
        """What `make_agreement` takes."""
        values = self.cleaned_data
        plain = ("number", "title", "plan_version", "service", "signed_on", "ends_on", "dealer")
        covers = [*values.get("projects", ()), *values.get("sites", ()), *values["serials"]]
        contacts = [(values[f"role{one}"], values[f"name{one}"], values[f"phone{one}"])
                    for one in CONTACTS if values[f"name{one}"]]  # fmt: skip
        return {**{name: values[name] for name in plain}, "covers": covers, "contacts": contacts}
