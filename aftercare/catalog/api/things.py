"""Product models, units and their parts, and what was repaired before Aftercare."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import actions, queries
from aftercare.catalog.api import shapes
from aftercare.catalog.api.places import KEPT, NEW, related
from aftercare.catalog.api.shapes import ProductShape, UnitRow, UnitShape, catalog
from aftercare.kit import http


class ProductFilters(http.Paging):
    """Filters of the list of models."""

    code: str | None = Field(None, max_length=60, description=N_("Only with this code."))


class UnitFilters(http.Paging):
    """Filters of the list of units."""

    customer: http.Key | None = Field(None, description=N_("Only of this organisation."))
    site: http.Key | None = Field(None, description=N_("Only at this site."))
    project: http.Key | None = Field(None, description=N_("Only of this project."))
    model: http.Key | None = Field(None, description=N_("Only of this model."))
    serial: str | None = Field(None, max_length=80, description=N_("Only with this serial number."))
    card_number: str | None = Field(
        None, max_length=60, description=N_("Only with this card number.")
    )


@catalog.get("/products", _("List models"), returns=http.Listed[ProductShape])
def list_products(request: http.Request, query: Query[ProductFilters]) -> HttpResponse:
    """All models, the newest first."""
    rows = queries.products()
    rows = rows.filter(code=query.code) if query.code is not None else rows
    return http.page(request, rows, query, order=("-id",), item=shapes.product_item)


@catalog.post("/products", _("Add a model"), returns=ProductShape, **NEW)
def add_product(request: http.Request, body: shapes.NewProduct) -> HttpResponse:
    """A model that is made or sold."""
    added = actions.add_product(**body.model_dump(), by=request.user, at=timezone.now())
    location = f"/api/v1/products/{added.pk}"
    return http.created(
        request, shapes.product_item(added), location=location, revision=added.revision
    )


@catalog.get("/products/{id}", _("Show a model"), returns=ProductShape, tagged=True)
def show_product(request: http.Request, id: http.Key) -> HttpResponse:
    """One model."""
    found = http.found(queries.products(), pk=id)
    return http.single(request, shapes.product_item(found), revision=found.revision)


@catalog.patch("/products/{id}", _("Change a model"), returns=ProductShape, **KEPT)
def change_product(
    request: http.Request, id: http.Key, body: shapes.ProductChanges
) -> HttpResponse:
    """Another name, brand, class …"""
    found = http.found(queries.products(), pk=id)
    changed = actions.change_product(
        found, changes=body.model_dump(exclude_unset=True), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, shapes.product_item(changed), revision=changed.revision)


@catalog.get("/units", _("List units"), returns=http.Listed[UnitRow])
def list_units(request: http.Request, query: Query[UnitFilters]) -> HttpResponse:
    """Those the person may see, the newest first."""
    wanted = query.model_dump(exclude={"limit", "cursor"}, exclude_none=True)
    rows = queries.units_visible_to(request.user).filter(**wanted)
    return http.page(request, rows, query, order=("-id",), item=shapes.unit_row)


@catalog.post("/units", _("Add a unit"), returns=UnitShape, **NEW)
def add_unit(request: http.Request, body: shapes.NewUnit) -> HttpResponse:
    """One installed thing; it gets the parts that its model names."""
    said = body.model_dump() | related(request.user, body.model_dump())
    added = actions.add_unit(**said, by=request.user, at=timezone.now())
    location = f"/api/v1/units/{added.pk}"
    return http.created(
        request, shapes.unit_item(added), location=location, revision=added.revision
    )


@catalog.get("/units/{id}", _("Show a unit"), returns=UnitShape, tagged=True)
def show_unit(request: http.Request, id: http.Key) -> HttpResponse:
    """One unit with its parts."""
    found = http.found(queries.units_visible_to(request.user), pk=id)
    return http.single(request, shapes.unit_item(found), revision=found.revision)


@catalog.patch("/units/{id}", _("Change a unit"), returns=UnitShape, **KEPT)
def change_unit(request: http.Request, id: http.Key, body: shapes.UnitChanges) -> HttpResponse:
    """Another customer, site, dealer …; with a new customer, site and project are given anew."""
    found = http.found(queries.units_visible_to(request.user), pk=id)
    said = body.model_dump(exclude_unset=True)
    changed = actions.change_unit(
        found, changes=said | related(request.user, said), revision=http.expected(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, shapes.unit_item(changed), revision=changed.revision)


@catalog.post("/units/{id}/components", _("Fit a part"), returns=shapes.ComponentShape, status=201)
def fit_component(request: http.Request, id: http.Key, body: shapes.NewComponent) -> HttpResponse:
    """A part is fitted, as a new one or in the place of another."""
    unit = http.found(queries.units_visible_to(request.user), pk=id)
    said: dict[str, Any] = body.model_dump()
    if body.replaces is not None:
        said["replaces"] = http.chosen(queries.components(unit), "replaces", pk=body.replaces)
    part = actions.fit_component(unit, **said, by=request.user, at=timezone.now())
    return http.created(request, shapes.component_item(part), location=f"/api/v1/units/{unit.pk}")


@catalog.get(
    "/units/{id}/past-repairs",
    _("List past repairs"),
    returns=http.Listed[shapes.RepairShape],
    description=_("From before Aftercare; newer ones are cases."),
)
def list_past_repairs(
    request: http.Request, id: http.Key, query: Query[http.Paging]
) -> HttpResponse:
    """What was repaired on a unit before Aftercare, the newest first."""
    unit = http.found(queries.units_visible_to(request.user), pk=id)
    rows = unit.past_repairs.all()
    return http.page(request, rows, query, order=("-done_on", "-id"), item=shapes.repair_item)
