"""Filling in products, sites, projects, units and their parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.catalog import queries
from aftercare.catalog.models import Unit
from aftercare.kit.forms import Pick
from aftercare.people import queries as people
from aftercare.people.models import OrganisationKind, Person


def day(label: Any, **more: Any) -> forms.DateField:
    """A date field with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class ProductForm(forms.Form):
    """A model that is made or sold."""

    code = forms.CharField(label=_("Model"), max_length=60)
    name = forms.CharField(label=pgettext_lazy("product", "Name"), max_length=120)
    brand = forms.CharField(label=_("Brand"), max_length=60, required=False)
    product_class = forms.CharField(
        label=_("Class"), max_length=60, required=False,
        help_text=_("The word the service plans use, such as farm.combine."),
    )  # fmt: skip
    component_classes = forms.CharField(
        label=_("Parts with a life of their own"), required=False,
        help_text=_("Words of the service plans, separated by commas."),
    )  # fmt: skip

    def clean_component_classes(self) -> list[str]:
        """The words, each once."""
        text = self.cleaned_data["component_classes"].replace("，", ",")
        return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


class SiteForm(forms.Form):
    """A place of a customer."""

    name = forms.CharField(label=pgettext_lazy("site", "Name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=200)
    place = forms.CharField(
        label=_("Area"), max_length=120, required=False,
        help_text=_("Province, city and district with slashes between them."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class ProjectForm(forms.Form):
    """Something built or installed under one contract."""

    number = forms.CharField(label=_("Number"), max_length=60)
    name = forms.CharField(label=pgettext_lazy("project", "Name"), max_length=160)
    customer = Pick(label=_("Customer"), suggest_from="people:organisation-options")
    site = Pick(label=_("Site"), suggest_from="catalog:site-options", required=False)
    manager = Pick(label=_("Project manager"), suggest_from="people:person-options", required=False)
    began_on = day(_("Began on"), required=False)

    def __init__(self, *args: Any, person: Person, keep_customer: bool = False, **more: Any):
        super().__init__(*args, **more)
        _among(self, customer=people.organisations_visible_to(person))
        _among(self, site=queries.sites_visible_to(person))
        staff = people.people_visible_to(person)
        _among(self, manager=staff.filter(organisation__kind=OrganisationKind.COMPANY))
        if keep_customer:
            del self.fields["customer"]


class UnitForm(forms.Form):
    """One installed thing."""

    serial = forms.CharField(label=_("Serial number"), max_length=80)
    model = Pick(label=_("Model"), suggest_from="catalog:product-options")
    customer = Pick(label=_("Customer"), suggest_from="people:organisation-options")
    site = Pick(label=_("Site"), suggest_from="catalog:site-options", required=False)
    project = Pick(label=_("Project"), suggest_from="catalog:project-options", required=False)
    dealer = Pick(label=_("Dealer"), suggest_from="people:organisation-options", required=False)
    card_number = forms.CharField(label=_("Card number"), max_length=60, required=False)
    made_on = day(_("Made on"), required=False)

    def __init__(self, *args: Any, person: Person, **more: Any):
        super().__init__(*args, **more)
        organisations = people.organisations_visible_to(person)
        dealers = organisations.filter(kind=OrganisationKind.DEALER)
        _among(self, model=queries.products(), customer=organisations, dealer=dealers)
        _among(self, site=queries.sites_visible_to(person))
        _among(self, project=queries.projects_visible_to(person))


class ComponentForm(forms.Form):
    """A part that is fitted, in place of another or as a new one."""

    kind = forms.CharField(
        label=_("Part"), max_length=60, help_text=_("The word of the service plan.")
    )
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    installed_on = day(_("Fitted on"))
    replaces = forms.ModelChoiceField(
        queries.no_components(), label=_("In place of"), required=False
    )

    def __init__(self, *args: Any, unit: Unit, **more: Any):
        super().__init__(*args, **more)
        replaces = self.fields["replaces"]
        if isinstance(replaces, forms.ModelChoiceField):
            replaces.queryset = queries.components(unit).filter(removed_on=None)


class RemovalForm(forms.Form):
    """When a part left its unit."""

    removed_on = day(_("Removed on"))


def _among(form: forms.Form, **rows: Any) -> None:
    for name, some in rows.items():
        field = form.fields[name]
        if isinstance(field, Pick):
            field.rows = some
