"""Everything that changes product models, sites, projects, units and components."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import entries
from aftercare.catalog.models import Component, ProductModel, Project, Site, Unit
from aftercare.kit import days, events, records, search
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.rights import require
from aftercare.people.roles import Power

PRODUCT_FIELDS = frozenset({"code", "name", "brand", "product_class", "component_classes"})
SITE_FIELDS = frozenset({"name", "address", "place", "phone"})
PROJECT_FIELDS = frozenset({"number", "name", "site", "manager", "began_on"})
UNIT_FIELDS = frozenset({
    "serial", "model", "customer", "site", "project", "dealer", "card_number", "made_on",
})  # fmt: skip


@transaction.atomic
def add_product(
    *,
    code: str,
    name: str,
    brand: str = "",
    product_class: str = "",
    component_classes: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> ProductModel:
    """Add a model that is made or sold; its classes are words of the plans."""
    require(by, Power.KEEP_CATALOG)
    product = ProductModel(
        code=code.strip(), name=name.strip(), brand=brand.strip(),
        product_class=product_class.strip(), component_classes=list(component_classes),
    )  # fmt: skip
    return records.add(product, kind="product", by=by, at=at, data={"code": product.code})


@transaction.atomic
def change_product(
    product: ProductModel,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> ProductModel:
    """Change fields of PRODUCT_FIELDS. Units stay findable by the model's old name until the
    next `aftercare search rebuild`.
    """
    require(by, Power.KEEP_CATALOG)
    records.known(changes, PRODUCT_FIELDS)
    records.change(product, changes, kind="product", by=by, at=at, revision=revision)
    return product


@transaction.atomic
def add_site(
    *,
    customer: Organisation,
    name: str,
    address: str,
    place: str = "",
    phone: str = "",
    by: Actor,
    at: datetime,
) -> Site:
    """Add a place of a customer; `place` is its administrative path, such as 北京市/海淀区."""
    require(by, Power.KEEP_CATALOG)
    site = Site(
        customer=customer, name=name.strip(), address=address.strip(), place=place.strip(),
        phone=phone.strip(),
    )  # fmt: skip
    data = {"customer": customer.reference, "name": site.name}
    records.add(site, kind="site", by=by, at=at, data=data)
    search.index(*entries.of_sites([site], at))
    return site


@transaction.atomic
def change_site(
    site: Site,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Site:
    """Change fields of SITE_FIELDS; a site never moves to another customer."""
    require(by, Power.KEEP_CATALOG)
    records.known(changes, SITE_FIELDS)
    if records.change(site, changes, kind="site", by=by, at=at, revision=revision):
        search.index(*entries.of_sites([site], at))
    return site


@transaction.atomic
def add_project(
    *,
    number: str,
    name: str,
    customer: Organisation,
    site: Site | None = None,
    manager: Person | None = None,
    began_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Project:
    """Add something built or installed under one contract."""
    require(by, Power.KEEP_CATALOG)
    project = Project(
        number=number.strip(), name=name.strip(), customer=customer, site=site, manager=manager,
        began_on=began_on,
    )  # fmt: skip
    check_project(project)
    data = {"customer": customer.reference, "number": project.number}
    records.add(project, kind="project", by=by, at=at, data=data)
    search.index(*entries.of_projects([project], at))
    return project


@transaction.atomic
def change_project(
    project: Project,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Project:
    """Change fields of PROJECT_FIELDS; a project never moves to another customer."""
    require(by, Power.KEEP_CATALOG)
    records.known(changes, PROJECT_FIELDS)
    changed = records.change(
        project, changes, kind="project", by=by, at=at, revision=revision,
        fits=lambda: check_project(project),
    )  # fmt: skip
    if changed:
        search.index(*entries.of_projects([project], at))
    return project


@transaction.atomic
def add_unit(
    *,
    serial: str,
    model: ProductModel,
    customer: Organisation,
    site: Site | None = None,
    project: Project | None = None,
    dealer: Organisation | None = None,
    card_number: str = "",
    made_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add an installed thing; the parts its model names are fitted on the day it was made."""
    require(by, Power.KEEP_CATALOG)
    unit = Unit(
        serial=serial.strip(), model=model, customer=customer, site=site, project=project,
        dealer=dealer, card_number=card_number.strip(), made_on=made_on,
    )  # fmt: skip
    check_unit(unit, at)
    data = {"customer": customer.reference, "model": model.code, "serial": unit.serial}
    records.add(unit, kind="unit", by=by, at=at, data=data)
    Component.objects.bulk_create(
        Component(unit=unit, kind=kind, installed_on=made_on) for kind in model.component_classes
    )
    search.index(*entries.of_units([unit], at))
    if dealer is not None:
        entries.refresh_around([unit], at)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Unit:
    """Change fields of UNIT_FIELDS. With a new customer, site and project are given anew too."""
    require(by, Power.KEEP_CATALOG)
    records.known(changes, UNIT_FIELDS)
    before = Unit(customer_id=unit.customer_id, site_id=unit.site_id, project_id=unit.project_id)
    if changes.get("customer", unit.customer) != unit.customer:
        changes = {"site": None, "project": None, **changes}
    changed = records.change(
        unit, changes, kind="unit", by=by, at=at, revision=revision,
        fits=lambda: check_unit(unit, at),
    )  # fmt: skip
    if changed:
        search.index(*entries.of_units([unit], at))
    if {"dealer", "customer", "site", "project"} & set(changed):
        entries.refresh_around([before, unit], at)
    return unit


@transaction.atomic
def fit_component(
    unit: Unit,
    *,
    kind: str,
    serial: str = "",
    installed_on: date,
    replaces: Component | None = None,
    by: Actor,
    at: datetime,
) -> Component:
    """Fit a part to a unit; the part it `replaces` leaves on the same day."""
    require(by, Power.KEEP_CATALOG, Power.HANDLE_CASES)
    if replaces is not None and (replaces.unit_id != unit.pk or replaces.removed_on):
        raise Refusal(_("The part to be replaced is not in this unit."), field="replaces")
    if installed_on > days.today(at):
        raise Refusal(_("This day lies in the future."), field="installed_on")
    part = Component(unit=unit, kind=kind.strip(), serial=serial.strip(), installed_on=installed_on)
    records.check(part)
    part.save(force_insert=True)
    data: dict[str, Any] = {"component": part.pk, "kind": part.kind, "on": str(installed_on)}
    if replaces is not None:
        Component.objects.filter(pk=replaces.pk).update(removed_on=installed_on)
        data["replaces"] = replaces.pk
    events.record(events.Happened("component.fitted", unit.reference, at, by, data=data))
    return part


@transaction.atomic
def remove_component(part: Component, *, removed_on: date, by: Actor, at: datetime) -> Component:
    """Take a part out of its unit for good."""
    require(by, Power.KEEP_CATALOG, Power.HANDLE_CASES)
    if removed_on > days.today(at) or (part.installed_on and removed_on < part.installed_on):
        raise Refusal(_("A part leaves after it was fitted and not in the future."),
                      field="removed_on")  # fmt: skip
    if not Component.objects.filter(pk=part.pk, removed_on=None).update(removed_on=removed_on):
        raise Refusal(_("This part was removed already."), code="stale")
    part.removed_on = removed_on
    data = {"component": part.pk, "kind": part.kind, "on": str(removed_on)}
    events.record(events.Happened("component.removed", part.unit.reference, at, by, data=data))
    return part


def check_project(project: Project) -> None:
    """Site and manager go with the project; `Refusal` when they do not."""
    if project.site is not None and project.site.customer_id != project.customer_id:
        raise Refusal(_("This site belongs to another customer."), field="site")
    manager = project.manager
    if manager is not None and manager.organisation.kind != OrganisationKind.COMPANY:
        raise Refusal(_("The project manager is one of our own people."), field="manager")


def check_unit(unit: Unit, at: datetime) -> None:
    """Site, project and dealer go with the unit, and it was not made tomorrow."""
    if unit.site is not None and unit.site.customer_id != unit.customer_id:
        raise Refusal(_("This site belongs to another customer."), field="site")
    if unit.project is not None and unit.project.customer_id != unit.customer_id:
        raise Refusal(_("This project belongs to another customer."), field="project")
    if unit.dealer is not None and unit.dealer.kind != OrganisationKind.DEALER:
        raise Refusal(_("This organisation is no dealer."), field="dealer")
    if unit.made_on is not None and unit.made_on > days.today(at):
        raise Refusal(_("This day lies in the future."), field="made_on")
