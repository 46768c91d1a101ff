"""Organisations, their departments and their people."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.kit import forms as kit
from aftercare.kit import pages
from aftercare.kit.parts import Option
from aftercare.people import actions, queries
from aftercare.people.forms import (
    ChangedPersonForm,
    DepartmentForm,
    FirstPasswordForm,
    NewPersonForm,
    OrganisationForm,
)
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power, Role

ORGANISATIONS = pages.Keyset(("name",))
PEOPLE = pages.Keyset(("name",))
PEOPLE_HERE = pages.Keyset(("-is_active", "name"))
FILTERS = (
    pages.Filter("q", gettext_lazy("Name, phone or number"), "text"),
    pages.Filter("kind", pgettext_lazy("organisation", "Kind"), choices=OrganisationKind.choices),
)
PEOPLE_FILTERS = (
    pages.Filter("q", gettext_lazy("Name or phone"), "text"),
    pages.Filter("role", gettext_lazy("Role"), choices=Role.choices),
)
SUGGESTIONS = 12


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """The list of organisations, by name; what is searched for comes newest first."""
    me = person_of(request)
    filters = pages.Filters(FILTERS, request.GET)
    rows = queries.organisations_visible_to(me)
    if filters["kind"]:
        rows = rows.filter(kind=filters["kind"])
    if filters["q"]:
        page = pages.Page(queries.searched(me, rows, filters["q"], "organisation"))
    else:
        page = ORGANISATIONS.shown(rows, request)
    may_add = me.may(Power.KEEP_CATALOG)
    context = {"filters": filters, "page": page, "may_add": may_add}
    return render(request, "people/organisations.html", context)


@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: how to reach it, its people and departments."""
    me = person_of(request)
    found = get_object_or_404(queries.organisations_visible_to(me), pk=pk)
    context = {
        "organisation": found,
        "people": PEOPLE_HERE.shown(found.people.select_related("department"), request),
        "departments": found.departments.order_by("name"),
        "may_change": me.may(actions.power_over(found.kind)),
        "may_add_person": me.may(Power.KEEP_PEOPLE) or _keeps_contacts(me, found),
        "keeps_people": me.may(Power.KEEP_PEOPLE),
        "shows_certificates": _shows_certificates(me, found),
    }
    return render(request, "people/organisation.html", context)


@login_required
def add_organisation(request: HttpRequest) -> HttpResponse:
    """A new customer, dealer, supplier …"""
    me = person_of(request)
    require(me, Power.KEEP_CATALOG, Power.KEEP_AGREEMENTS)
    given = request.GET.get("kind", "")
    form = OrganisationForm(request.POST or None, initial={"kind": given or "customer"})
    return kit.page(
        request, form, title=_("Add an organisation"), back=reverse("people:organisations"),
        act=lambda: actions.add_organisation(**form.cleaned_data, by=me, at=timezone.now()),
        done=_address,
    )  # fmt: skip


@login_required
def change_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, phone, address …"""
    me = person_of(request)
    found = get_object_or_404(queries.organisations_visible_to(me), pk=pk)
    require(me, actions.power_over(found.kind))
    initial = kit.values(found, OrganisationForm.base_fields)
    form = OrganisationForm(request.POST or None, initial=initial)
    return kit.change_page(
        request, form, found, change=actions.change_organisation, by=me,
        done=_address, back=_address(found),
    )  # fmt: skip


@login_required
def add_department(request: HttpRequest, pk: int) -> HttpResponse:
    """A new part of an organisation."""
    me = person_of(request)
    found = get_object_or_404(queries.organisations_visible_to(me), pk=pk)
    require(me, Power.KEEP_PEOPLE)
    form = DepartmentForm(request.POST or None)
    return kit.page(
        request, form, title=_("Add a department"), lead=found.name, back=_address(found),
        act=lambda: actions.add_department(
            found, name=form.cleaned_data["name"], by=me, at=timezone.now()
        ),
        done=lambda _department: _address(found),
    )  # fmt: skip


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody a person may see, by name."""
    me = person_of(request)
    filters = pages.Filters(PEOPLE_FILTERS, request.GET)
    rows = queries.people_visible_to(me)
    if filters["role"]:
        rows = rows.filter(role=filters["role"])
    if filters["q"]:
        page = pages.Page(queries.searched(me, rows, filters["q"], "person"))
    else:
        page = PEOPLE.shown(rows, request)
    return render(request, "people/people.html", {"filters": filters, "page": page})


@login_required
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A new contact, or somebody who signs in."""
    me = person_of(request)
    found = get_object_or_404(queries.organisations_visible_to(me), pk=pk)
    keeps_people = me.may(Power.KEEP_PEOPLE)
    require(me, Power.KEEP_PEOPLE, *([Power.KEEP_CATALOG] if _keeps_contacts(me, found) else []))
    form = NewPersonForm(request.POST or None, organisation=found, keeps_people=keeps_people)
    return kit.page(
        request, form, title=_("Add a person"), lead=found.name, back=_address(found),
        act=lambda: actions.add_person(
            organisation=found, by=me, at=timezone.now(),
            **{"role": Role.CUSTOMER, **form.cleaned_data},
        ),
        done=lambda _person: _address(found),
    )  # fmt: skip


@login_required
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Another phone, role, department …"""
    me = person_of(request)
    person = get_object_or_404(queries.people_visible_to(me), pk=pk)
    keeps_people = me.may(Power.KEEP_PEOPLE)
    contact = _keeps_contacts(me, person.organisation) and not person.username
    require(me, Power.KEEP_PEOPLE, *([Power.KEEP_CATALOG] if contact else []))
    initial = kit.values(person, ChangedPersonForm.base_fields)
    form = ChangedPersonForm(
        request.POST or None, initial=initial, organisation=person.organisation,
        keeps_people=keeps_people,
    )  # fmt: skip
    return kit.change_page(
        request, form, person, change=actions.change_person, by=me,
        lead=person.organisation.name,
        done=lambda _person: _address(person.organisation), back=_address(person.organisation),
    )  # fmt: skip


@login_required
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password for somebody who forgot theirs."""
    me = person_of(request)
    require(me, Power.KEEP_PEOPLE)
    person = get_object_or_404(queries.people_visible_to(me), pk=pk, username__isnull=False)
    form = FirstPasswordForm(request.POST or None)
    return kit.page(
        request, form, title=_("Set a password"), lead=f"{person.name} ({person.username})",
        act=lambda: actions.change_password(
            person, password=form.cleaned_data["password"], by=me, at=timezone.now()
        ),
        done=lambda _person: _address(person.organisation), back=_address(person.organisation),
    )  # fmt: skip


@login_required
def organisation_options(request: HttpRequest) -> HttpResponse:
    """Suggestions for a combobox; `kind` narrows them."""
    me, text = person_of(request), request.GET.get("q", "")
    rows = queries.organisations_visible_to(me)
    if kinds := request.GET.getlist("kind"):
        rows = rows.filter(kind__in=kinds)
    found = queries.searched(me, rows, text, "organisation", SUGGESTIONS)
    options = [Option(str(one.pk), one.name, f"{one.code} {one.phone}".strip()) for one in found]
    return render(request, "kit/options.html", {"options": options})


@login_required
def person_options(request: HttpRequest) -> HttpResponse:
    """Suggestions of persons; `staff=1` means our own."""
    me, text = person_of(request), request.GET.get("q", "")
    rows = queries.people_visible_to(me).filter(is_active=True)
    if request.GET.get("staff"):
        rows = rows.filter(organisation__kind=OrganisationKind.COMPANY)
    found = queries.searched(me, rows, text, "person", SUGGESTIONS)
    options = [Option(str(one.pk), one.name, one.organisation.name) for one in found]
    return render(request, "kit/options.html", {"options": options})


def _address(organisation: Organisation) -> str:
    return reverse("people:organisation", args=[organisation.pk])


def _shows_certificates(me: Person, organisation: Organisation) -> bool:
    """Whether its people have certificates that this person sees; `skills` asks again."""
    works = organisation.kind in {OrganisationKind.COMPANY, OrganisationKind.DEALER}
    powers = (Power.KEEP_PEOPLE, Power.KEEP_DUTY, Power.SEE_HISTORY)
    own = me.role == Role.DEALER and me.organisation_id == organisation.pk
    return works and (own or any(me.may(power) for power in powers))


def _keeps_contacts(me: Person, organisation: Organisation) -> bool:
    return me.may(Power.KEEP_CATALOG) and organisation.kind in actions.OUTSIDE
