"""Sites and projects."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import actions, queries
from aftercare.catalog.api import shapes
from aftercare.catalog.api.shapes import ProjectShape, SiteShape, catalog
from aftercare.kit import http
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.people.roles import Power

KEPT: dict[str, Any] = {"tagged": True, "power": Power.KEEP_CATALOG}
NEW: dict[str, Any] = {**KEPT, "status": 201, "new": True}


class OfCustomer(http.Paging):
    """Filters of a list of what customers have."""

    customer: http.Key | None = Field(None, description=N_("Only of this organisation."))


@catalog.get("/sites", _("List sites"), returns=http.Listed[SiteShape])
def list_sites(request: http.Request, query: Query[OfCustomer]) -> HttpResponse:
    """Those the person may see, the newest first."""
    rows = queries.sites_visible_to(request.user)
    rows = rows.filter(customer=query.customer) if query.customer else rows
    return http.page(request, rows, query, order=("-id",), item=shapes.site_item)


@catalog.post("/sites", _("Add a site"), returns=SiteShape, **NEW)
def add_site(request: http.Request, body: shapes.NewSite) -> HttpResponse:
    """A place of a customer."""
    said = body.model_dump() | {"customer": _customer(request.user, body.customer)}
    added = actions.add_site(**said, by=request.user, at=timezone.now())
    location = f"/api/v1/sites/{added.pk}"
    return http.created(
        request, shapes.site_item(added), location=location, revision=added.revision
    )


@catalog.get("/sites/{id}", _("Show a site"), returns=SiteShape, tagged=True)
def show_site(request: http.Request, id: http.Key) -> HttpResponse:
    """One place."""
    found = http.found(queries.sites_visible_to(request.user), pk=id)
    return http.single(request, shapes.site_item(found), revision=found.revision)


@catalog.patch("/sites/{id}", _("Change a site"), returns=SiteShape, **KEPT)
def change_site(request: http.Request, id: http.Key, body: shapes.SiteChanges) -> HttpResponse:
    """Another name, address …; a site never moves to another customer."""
    found = http.found(queries.sites_visible_to(request.user), pk=id)
    changed = actions.change_site(
        found, changes=body.model_dump(exclude_unset=True), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, shapes.site_item(changed), revision=changed.revision)


@catalog.get("/projects", _("List projects"), returns=http.Listed[ProjectShape])
def list_projects(request: http.Request, query: Query[OfCustomer]) -> HttpResponse:
    """Those the person may see, the newest first."""
    rows = queries.projects_visible_to(request.user)
    rows = rows.filter(customer=query.customer) if query.customer else rows
    return http.page(request, rows, query, order=("-id",), item=shapes.project_item)


@catalog.post("/projects", _("Add a project"), returns=ProjectShape, **NEW)
def add_project(request: http.Request, body: shapes.NewProject) -> HttpResponse:
    """Something built or installed under one contract."""
    said = body.model_dump() | related(request.user, body.model_dump())
    added = actions.add_project(**said, by=request.user, at=timezone.now())
    location = f"/api/v1/projects/{added.pk}"
    return http.created(
        request, shapes.project_item(added), location=location, revision=added.revision
    )


@catalog.get("/projects/{id}", _("Show a project"), returns=ProjectShape, tagged=True)
def show_project(request: http.Request, id: http.Key) -> HttpResponse:
    """One project."""
    found = http.found(queries.projects_visible_to(request.user), pk=id)
    return http.single(request, shapes.project_item(found), revision=found.revision)


@catalog.patch("/projects/{id}", _("Change a project"), returns=ProjectShape, **KEPT)
def change_project(
    request: http.Request, id: http.Key, body: shapes.ProjectChanges
) -> HttpResponse:
    """Another name, site, manager …; a project never moves to another customer."""
    found = http.found(queries.projects_visible_to(request.user), pk=id)
    said = body.model_dump(exclude_unset=True)
    changed = actions.change_project(
        found, changes=said | related(request.user, said), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, shapes.project_item(changed), revision=changed.revision)


def related(person: Person, said: dict[str, Any]) -> dict[str, Any]:
    """In place of the keys in a body the records they name, as far as the person sees them."""
    rows = {
        "customer": people.organisations_visible_to(person),
        "dealer": people.organisations_visible_to(person),
        "site": queries.sites_visible_to(person),
        "project": queries.projects_visible_to(person),
        "model": queries.products(),
        "manager": people.people_visible_to(person),
    }
    return {name: http.chosen(rows[name], name, pk=key)
            for name, key in said.items() if name in rows and key is not None}  # fmt: skip


def _customer(person: Person, key: int) -> Any:
    return http.chosen(people.organisations_visible_to(person), "customer", pk=key)
