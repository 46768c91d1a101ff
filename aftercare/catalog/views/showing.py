"""Lists and single pages of products, sites, projects and units."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import cards, naming, queries
from aftercare.catalog.models import ProductModel
from aftercare.kit import pages, references
from aftercare.kit.parts import Option
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

NEWEST = pages.Keyset(("-id",))
BY_CODE = pages.Keyset(("code",))
HISTORY = pages.Keyset(("-done_on", "-id"), size=20)
FEW = 8
MANY_SITES = 200
SUGGESTIONS = 12
SEARCH_UNITS = (pages.Filter("q", _("Serial, card or model"), "text"),)
UNIT_KEYS = ("customer", "site", "project", "model", "dealer")
SEARCH = (pages.Filter("q", _("Name or number"), "text"),)


@login_required
def products(request: HttpRequest) -> HttpResponse:
    """All models by their code."""
    me, filters = person_of(request), pages.Filters(SEARCH, request.GET)
    rows = _called(queries.products(), filters["q"])
    context = {
        "filters": filters, "page": BY_CODE.shown(rows, request), "may_keep": _keeps(me),
        "part_names": naming.part_names(),
    }  # fmt: skip
    return render(request, "catalog/products.html", context)


@login_required
def projects(request: HttpRequest) -> HttpResponse:
    """The projects a person may see, newest first."""
    me, filters = person_of(request), pages.Filters(SEARCH, request.GET)
    rows = queries.projects_visible_to(me)
    if filters["q"]:
        page = pages.Page(people.searched(me, rows, filters["q"], "project"))
    else:
        page = NEWEST.shown(rows, request)
    context = {"filters": filters, "page": page, "may_keep": _keeps(me)}
    return render(request, "catalog/projects.html", context)


@login_required
def units(request: HttpRequest) -> HttpResponse:
    """The units a person may see, newest first; narrowed by what the address names."""
    me = person_of(request)
    filters = pages.Filters(SEARCH_UNITS, request.GET, keep=UNIT_KEYS)
    rows = queries.units_visible_to(me)
    for name in UNIT_KEYS:
        key = references.number(request.GET.get(name, ""))
        rows = rows.filter(**{name: key}) if key is not None else rows
    if filters["q"]:
        page = pages.Page(people.searched(me, rows, filters["q"], "unit"))
    else:
        page = NEWEST.shown(rows, request)
    context = {"filters": filters, "page": page, "may_keep": _keeps(me)}
    return render(request, "catalog/units.html", context)


@login_required
def of_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """The first sites, projects and units of a customer; a part of the customer's page."""
    me = person_of(request)
    customer = get_object_or_404(people.organisations_visible_to(me), pk=pk)
    sites = queries.sites_visible_to(me).filter(customer=customer).order_by("name", "id")
    projects = queries.projects_visible_to(me).filter(customer=customer).order_by("-id")
    units = queries.units_visible_to(me).filter(customer=customer).order_by("-id")
    context = {
        "customer": customer,
        "sites": list(sites[:MANY_SITES]),
        "projects": list(projects[: FEW + 1]),
        "units": list(units[: FEW + 1]),
        "few": FEW,
        "may_keep": _keeps(me),
    }
    return render(request, "catalog/of_customer.html", context)


@login_required
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One place with what stands there."""
    me = person_of(request)
    found = get_object_or_404(queries.sites_visible_to(me), pk=pk)
    context = {
        "site": found,
        "page": NEWEST.shown(queries.units_visible_to(me).filter(site=found), request),
        "projects": queries.projects_visible_to(me).filter(site=found).order_by("-id")[:50],
        "may_keep": _keeps(me),
    }
    return render(request, "catalog/site.html", context)


@login_required
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project with its units."""
    me = person_of(request)
    found = get_object_or_404(queries.projects_visible_to(me), pk=pk)
    context = {
        "project": found,
        "page": NEWEST.shown(queries.units_visible_to(me).filter(project=found), request),
        "may_keep": _keeps(me),
        "sees_marks": me.may(Power.SEE_ALL_CASES) and found.manager_id not in {None, me.pk},
    }
    return render(request, "catalog/project.html", context)


@login_required
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, where it stands, its parts, its repairs from before Aftercare."""
    me = person_of(request)
    found = get_object_or_404(queries.units_visible_to(me), pk=pk)
    context = {
        "unit": found,
        "components": queries.components(found),
        "part_names": naming.part_names(),
        "repairs": HISTORY.shown(queries.past_repairs(found), request),
        "may_keep": _keeps(me),
        "may_fit": _keeps(me) or me.may(Power.HANDLE_CASES),
    }
    return render(request, "catalog/unit.html", context)


@login_required
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a unit with its code, to be printed."""
    found = get_object_or_404(queries.units_visible_to(person_of(request)), pk=pk)
    context = {"unit": found, "address": cards.address(found), "qr_code": cards.qr_code(found)}
    return render(request, "catalog/card.html", context)


@login_required
def product_options(request: HttpRequest) -> HttpResponse:
    """Suggestions of models."""
    rows = _called(queries.products(), request.GET.get("q", "")).order_by("code")[:SUGGESTIONS]
    return _options(request, [Option(str(one.pk), one.name, one.code) for one in rows])


@login_required
def site_options(request: HttpRequest) -> HttpResponse:
    """Suggestions of sites."""
    me, text = person_of(request), request.GET.get("q", "")
    found = people.searched(me, queries.sites_visible_to(me), text, "site", SUGGESTIONS)
    return _options(request, [Option(str(one.pk), one.name, one.customer.name) for one in found])


@login_required
def project_options(request: HttpRequest) -> HttpResponse:
    """Suggestions of projects."""
    me, text = person_of(request), request.GET.get("q", "")
    found = people.searched(me, queries.projects_visible_to(me), text, "project", SUGGESTIONS)
    return _options(request, [Option(str(one.pk), one.name, one.number) for one in found])


def _called(rows: QuerySet[ProductModel], text: str) -> QuerySet[ProductModel]:
    """There are so few models that looking at all of them is quick."""
    for word in text.split()[:5]:
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word))
    return rows


def _options(request: HttpRequest, options: list[Option]) -> HttpResponse:
    return render(request, "kit/options.html", {"options": options})


def _keeps(person: Person) -> bool:
    return person.may(Power.KEEP_CATALOG)
