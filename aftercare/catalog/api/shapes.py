"""What products, sites, projects and units look like in JSON."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.catalog.models import Component, PastRepair, ProductModel, Project, Site, Unit
from aftercare.kit import http

catalog = http.Area(
    "catalog",
    _("catalogue"),
    _("Product models, sites, projects, installed units and their parts."),
)


class ProductShape(http.Shape):
    """A model that is made or sold."""

    id: int = Field(examples=[3])
    reference: str = Field(examples=["productmodel/3"])
    code: str = Field(examples=["CH-300"])
    name: str = Field(examples=["冷水机组"])
    brand: str = Field(examples=["…"])
    product_class: str = Field(examples=["hvac"])
    component_classes: list[str] = Field(examples=[["compressor"]])
    revision: int = Field(examples=[1])


class NewProduct(http.Shape):
    """What is needed to add a model."""

    code: str = Field(min_length=1, max_length=60, examples=["CH-400"])
    name: str = Field(min_length=1, max_length=120, examples=["冷水机组"])
    brand: http.Word = ""
    product_class: http.Word = Field("", examples=["hvac"])
    component_classes: list[http.Word] = Field([], max_length=50, examples=[["compressor"]])


class ProductChanges(http.Shape):
    """What is to be different; what is left out stays."""

    code: str = Field("", min_length=1, max_length=60, examples=["CH-400"])
    name: str = Field("", min_length=1, max_length=120, examples=["冷水机组"])
    brand: http.Word = ""
    product_class: http.Word = ""
    component_classes: list[http.Word] = Field([], max_length=50)


class SiteShape(http.Shape):
    """A place of a customer."""

    id: int = Field(examples=[4])
    reference: str = Field(examples=["site/4"])
    customer: http.Named
    name: str = Field(examples=["…"])
    address: str = Field(examples=["…"])
    place: str = Field(examples=["北京市/海淀区"])
    phone: str = Field(examples=["010-6255-2001"])
    revision: int = Field(examples=[1])


class NewSite(http.Shape):
    """What is needed to add a site."""

    customer: http.Id
    name: str = Field(min_length=1, max_length=120, examples=["…"])
    address: str = Field(min_length=1, max_length=200, examples=["…"])
    place: str = Field(
        "", max_length=120, examples=["北京市/海淀区"],
        description=N_("Province, city and district, with slashes between."),
    )  # fmt: skip
    phone: str = Field("", max_length=40)


class SiteChanges(http.Shape):
    """What is to be different; what is left out stays."""

    name: str = Field("", min_length=1, max_length=120, examples=["…"])
    address: str = Field("", min_length=1, max_length=200, examples=["…"])
    place: str = Field("", max_length=120)
    phone: str = Field("", max_length=40)


class ProjectShape(http.Shape):
    """Something built or installed under one contract."""

    id: int = Field(examples=[5])
    reference: str = Field(examples=["project/5"])
    number: str = Field(examples=["XM-2026-001"])
    name: str = Field(examples=["…"])
    customer: http.Named
    site: http.Named | None
    manager: http.Named | None
    began_on: http.Day | None
    revision: int = Field(examples=[1])


class NewProject(http.Shape):
    """What is needed to add a project."""

    number: str = Field(min_length=1, max_length=60, examples=["XM-2026-019"])
    name: str = Field(min_length=1, max_length=160, examples=["…"])
    customer: http.Id
    site: http.Id | None = None
    manager: http.Id | None = None
    began_on: http.Day | None = None


class ProjectChanges(http.Shape):
    """What is to be different; what is left out stays."""

    number: str = Field("", min_length=1, max_length=60, examples=["XM-2026-019"])
    name: str = Field("", min_length=1, max_length=160, examples=["…"])
    site: http.Id | None = None
    manager: http.Id | None = None
    began_on: http.Day | None = None


class ComponentShape(http.Shape):
    """A part of a unit with its own life."""

    id: int = Field(examples=[6])
    kind: str = Field(examples=["compressor"])
    serial: str = Field(examples=["C-2"])
    installed_on: http.Day | None
    removed_on: http.Day | None


class UnitRow(http.Shape):
    """A unit in a list."""

    id: int = Field(examples=[17])
    reference: str = Field(examples=["unit/17"])
    serial: str = Field(examples=["CH300-26-001"])
    model: http.Named
    customer: http.Named
    site: http.Named | None
    project: http.Named | None
    dealer: http.Named | None
    card_number: str = Field(examples=["BX260001"])
    made_on: http.Day | None
    revision: int = Field(examples=[1])


class UnitShape(UnitRow):
    """A unit with its parts."""

    components: list[ComponentShape]


class NewUnit(http.Shape):
    """What is needed to add a unit."""

    serial: str = Field(min_length=1, max_length=80, examples=["CH300-26-009"])
    model: http.Id
    customer: http.Id
    site: http.Id | None = None
    project: http.Id | None = None
    dealer: http.Id | None = None
    card_number: http.Word = ""
    made_on: http.Day | None = None


class UnitChanges(http.Shape):
    """What is to be different; what is left out stays."""

    serial: str = Field("", min_length=1, max_length=80, examples=["CH300-26-009"])
    model: http.Id = 1
    customer: http.Id = 1
    site: http.Id | None = None
    project: http.Id | None = None
    dealer: http.Id | None = None
    card_number: http.Word = ""
    made_on: http.Day | None = None


class NewComponent(http.Shape):
    """A part that is fitted."""

    kind: str = Field(min_length=1, max_length=60, examples=["compressor"])
    serial: str = Field("", max_length=80, examples=["C-2"])
    installed_on: http.Day
    replaces: http.Id | None = Field(None, description=N_("The part it takes the place of."))


class RepairShape(http.Shape):
    """A repair from before Aftercare, in the words of its time."""

    id: int = Field(examples=[8])
    done_on: http.Day
    text: str = Field(examples=["L/H BUCKET CYL LEAKING."])
    kind: str = Field(examples=["PM01"])
    cost: str | None = Field(examples=["407.40"], description=N_("An exact decimal number."))
    currency: str = Field(examples=["AUD"])
    fault: str = Field(
        examples=["bucket cylinder left: leak"],
        description=N_("The same for repairs of the same problem."),
    )


class FoundShape(http.Shape):
    """One line of what a search found."""

    group: str = Field(examples=["customer"], description=N_("customer, site, project or unit"))
    reference: str = Field(examples=["organisation/17"])
    label: str = Field(examples=["…"])
    detail: str = Field(examples=["…"])
    customer: str = Field(examples=["…"])
    contact: str = Field(examples=["…"], description=N_("The person who was found."))
    person: str = Field(examples=["person/12"], description=N_("The same, as a reference."))
    why: str = Field(examples=["number"], description=N_("name, number, sound or text"))
    exact: bool = Field(description=N_("The whole name or number."))


def named(one: Any) -> dict[str, Any] | None:
    """What another record refers to."""
    return {"id": one.pk, "name": str(one)} if one is not None else None


def product_item(one: ProductModel) -> dict[str, Any]:
    """A model as JSON."""
    names = ("id", "reference", "code", "name", "brand", "product_class", "component_classes",
             "revision")  # fmt: skip
    return {name: getattr(one, name) for name in names}


def site_item(one: Site) -> dict[str, Any]:
    """A site as JSON."""
    names = ("id", "reference", "name", "address", "place", "phone", "revision")
    return {**{name: getattr(one, name) for name in names}, "customer": named(one.customer)}


def project_item(one: Project) -> dict[str, Any]:
    """A project as JSON."""
    names = ("id", "reference", "number", "name", "began_on", "revision")
    return {
        **{name: getattr(one, name) for name in names},
        **{name: named(getattr(one, name)) for name in ("customer", "site", "manager")},
    }


def unit_row(one: Unit) -> dict[str, Any]:
    """A unit of a list as JSON; without its code, which opens the portal."""
    names = ("id", "reference", "serial", "card_number", "made_on", "revision")
    related = ("model", "customer", "site", "project", "dealer")
    return {
        **{name: getattr(one, name) for name in names},
        **{name: named(getattr(one, name)) for name in related},
    }


def component_item(one: Component) -> dict[str, Any]:
    """A part as JSON."""
    names = ("id", "kind", "serial", "installed_on", "removed_on")
    return {name: getattr(one, name) for name in names}


def unit_item(one: Unit) -> dict[str, Any]:
    """A unit with its parts as JSON."""
    parts = one.components.order_by("removed_on", "kind", "id")
    return {**unit_row(one), "components": [component_item(part) for part in parts]}


def repair_item(one: PastRepair) -> dict[str, Any]:
    """A past repair as JSON."""
    names = ("id", "done_on", "text", "kind", "currency", "fault")
    cost = f"{one.cost:.2f}" if isinstance(one.cost, Decimal) else None
    return {**{name: getattr(one, name) for name in names}, "cost": cost}
