"""Adding and changing products, sites, projects, units and parts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.catalog import actions, queries
from aftercare.catalog.forms import (
    ComponentForm,
    ProductForm,
    ProjectForm,
    RemovalForm,
    SiteForm,
    UnitForm,
)
from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import forms as kit
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power


@login_required
def add_product(request: HttpRequest) -> HttpResponse:
    """A new model."""
    me = _keeper(request)
    form = ProductForm(request.POST or None)
    return kit.page(
        request, form, title=_("Add a model"), back=reverse("catalog:products"),
        act=lambda: actions.add_product(**form.cleaned_data, by=me, at=timezone.now()),
        done=lambda _product: reverse("catalog:products"),
    )  # fmt: skip


@login_required
def change_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, brand, class …"""
    me = _keeper(request)
    found = get_object_or_404(queries.products(), pk=pk)
    initial = kit.values(found, ProductForm.base_fields)
    initial["component_classes"] = ", ".join(found.component_classes)
    form = ProductForm(request.POST or None, initial=initial)
    return kit.change_page(
        request, form, found, change=actions.change_product, by=me,
        done=lambda _product: reverse("catalog:products"), back=reverse("catalog:products"),
    )  # fmt: skip


@login_required
def add_site(request: HttpRequest, pk: int) -> HttpResponse:
    """A new place of a customer."""
    me = _keeper(request)
    customer = get_object_or_404(people.organisations_visible_to(me), pk=pk)
    initial = {"address": customer.address, "phone": customer.phone}
    form = SiteForm(request.POST or None, initial=initial)
    return kit.page(
        request, form, title=_("Add a site"), lead=customer.name, back=_at(customer),
        act=lambda: actions.add_site(
            customer=customer, **form.cleaned_data, by=me, at=timezone.now()
        ),
        done=_at,
    )  # fmt: skip


@login_required
def change_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address …"""
    me = _keeper(request)
    found = get_object_or_404(queries.sites_visible_to(me), pk=pk)
    form = SiteForm(request.POST or None, initial=kit.values(found, SiteForm.base_fields))
    return kit.change_page(
        request, form, found, change=actions.change_site, by=me,
        done=_at, back=_at(found), lead=found.customer.name,
    )  # fmt: skip


@login_required
def add_project(request: HttpRequest) -> HttpResponse:
    """A new project; the address may name its customer."""
    me = _keeper(request)
    initial = {"customer": request.GET.get("customer"), "site": request.GET.get("site")}
    form = ProjectForm(request.POST or None, person=me, initial=initial)
    return kit.page(
        request, form, title=_("Add a project"), back=reverse("catalog:projects"),
        act=lambda: actions.add_project(**form.cleaned_data, by=me, at=timezone.now()),
        done=_at,
    )  # fmt: skip


@login_required
def change_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, site, manager …"""
    me = _keeper(request)
    found = get_object_or_404(queries.projects_visible_to(me), pk=pk)
    initial = kit.values(found, ProjectForm.base_fields)
    form = ProjectForm(request.POST or None, person=me, keep_customer=True, initial=initial)
    return kit.change_page(
        request, form, found, change=actions.change_project, by=me,
        done=_at, back=_at(found), lead=found.customer.name,
    )  # fmt: skip


@login_required
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new unit; the address may name its customer, site and project."""
    me = _keeper(request)
    initial = {name: request.GET.get(name) for name in ("customer", "site", "project", "model")}
    form = UnitForm(request.POST or None, person=me, initial=initial)
    return kit.page(
        request, form, title=_("Add a unit"), back=reverse("catalog:units"),
        act=lambda: actions.add_unit(**form.cleaned_data, by=me, at=timezone.now()),
        done=_at,
    )  # fmt: skip


@login_required
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another customer, site, dealer …"""
    me = _keeper(request)
    found = get_object_or_404(queries.units_visible_to(me), pk=pk)
    form = UnitForm(
        request.POST or None, person=me, initial=kit.values(found, UnitForm.base_fields)
    )
    return kit.change_page(
        request, form, found, change=actions.change_unit, by=me,
        done=_at, back=_at(found),
    )  # fmt: skip


@login_required
def fit_component(request: HttpRequest, pk: int) -> HttpResponse:
    """A new part, or one in place of another."""
    me = _keeper(request, Power.HANDLE_CASES)
    found = get_object_or_404(queries.units_visible_to(me), pk=pk)
    initial = {"installed_on": timezone.localdate(), "kind": request.GET.get("kind", ""),
               "replaces": request.GET.get("replaces")}  # fmt: skip
    form = ComponentForm(request.POST or None, unit=found, initial=initial)
    return kit.page(
        request, form, title=_("Fit a part"), lead=str(found), back=_at(found),
        act=lambda: actions.fit_component(found, **form.cleaned_data, by=me, at=timezone.now()),
        done=lambda _part: _at(found),
    )  # fmt: skip


@login_required
def remove_component(request: HttpRequest, pk: int) -> HttpResponse:
    """A part that left for good."""
    me = _keeper(request, Power.HANDLE_CASES)
    part = get_object_or_404(queries.components_visible_to(me), pk=pk)
    form = RemovalForm(request.POST or None, initial={"removed_on": timezone.localdate()})
    return kit.page(
        request, form, title=_("Remove a part"), lead=f"{part.unit} · {part}",
        act=lambda: actions.remove_component(part, **form.cleaned_data, by=me, at=timezone.now()),
        done=lambda _part: _at(part.unit), back=_at(part.unit),
    )  # fmt: skip


def _keeper(request: HttpRequest, *more: Power) -> Person:
    me = person_of(request)
    require(me, Power.KEEP_CATALOG, *more)
    return me


def _at(found: Organisation | Site | Project | Unit) -> str:
    """The page of a record."""
    folder = "people" if isinstance(found, Organisation) else "catalog"
    return reverse(f"{folder}:{found._meta.model_name}", args=[found.pk])
