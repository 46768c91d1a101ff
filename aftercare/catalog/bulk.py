"""Many products, sites, projects, units and past repairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aftercare.catalog import actions, entries
from aftercare.catalog.models import Component, PastRepair, ProductModel, Project, Site, Unit
from aftercare.catalog.rules import same_problem
from aftercare.kit import bulk, search
from aftercare.kit.events import Actor, Happened
from aftercare.people.rights import require
from aftercare.people.roles import Power

PRODUCTS = bulk.Many(rows=ProductModel.objects.all, keys=("code",), kind="product", told=("code",))
SITES = bulk.Many(
    rows=Site.objects.all, keys=("customer", "name"), kind="site", told=("customer", "name")
)
PROJECTS = bulk.Many(
    rows=lambda: Project.objects.select_related("site", "manager__organisation"),
    keys=("number",), kind="project", told=("customer", "number"),
    fits=lambda project, _at: actions.check_project(project),
)  # fmt: skip
UNITS = bulk.Many(
    rows=lambda: Unit.objects.select_related("model", "site", "project", "dealer"),
    keys=("model", "serial"), kind="unit", told=("customer", "model", "serial"),
    fits=actions.check_unit,
)  # fmt: skip


def put_products(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[ProductModel]:
    """Add or change models, known by their `code`."""
    require(by, Power.IMPORT)
    put = PRODUCTS.put(rows, by=by, at=at)
    bulk.record(put.happened, later)
    return put


def put_sites(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[Site]:
    """Add or change sites, known by `customer` and `name`."""
    require(by, Power.IMPORT)
    put = SITES.put(rows, by=by, at=at)
    bulk.record(put.happened, later)
    search.index(*entries.of_sites([*put.added, *put.changed], at))
    return put


def put_projects(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[Project]:
    """Add or change projects, known by their `number`."""
    require(by, Power.IMPORT)
    put = PROJECTS.put(rows, by=by, at=at)
    bulk.record(put.happened, later)
    search.index(*entries.of_projects([*put.added, *put.changed], at))
    return put


def put_units(
    rows: Sequence[bulk.Row], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> bulk.Put[Unit]:
    """Add or change units, known by `model` and `serial`; new ones get the parts of their model."""
    require(by, Power.IMPORT)
    put = UNITS.put(rows, by=by, at=at)
    Component.objects.bulk_create(
        Component(unit=unit, kind=kind, installed_on=unit.made_on)
        for unit in put.added
        for kind in unit.model.component_classes
    )
    bulk.record(put.happened, later)
    touched = [*put.added, *put.changed]
    search.index(*entries.of_units(touched, at))
    dealt = [unit for unit in touched if unit.dealer_id]
    if dealt or put.changed:
        entries.refresh_around([*dealt, *put.changed], at)
    return put


@dataclass(frozen=True)
class Repair:
    """A repair of the past as the books tell it. `key` names it for ever, in every file."""

    unit: Unit
    done_on: date
    text: str
    key: str
    kind: str = ""
    cost: Decimal | None = None
    currency: str = "CNY"
    source: str = ""
    source_row: int | None = None


def add_past_repairs(
    repairs: Sequence[Repair], *, by: Actor, at: datetime, later: list[Happened] | None = None
) -> int:
    """Store repairs from before Aftercare; those whose key is there already are left alone.

    Returns how many are new. The history gets one event for each unit, with their number.
    """
    require(by, Power.IMPORT)
    keys = [repair.key for repair in repairs]
    known = set(PastRepair.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {repair.key: repair for repair in repairs if repair.key not in known}
    rows = [
        PastRepair(**vars(repair), fault=same_problem(repair.text)) for repair in fresh.values()
    ]
    PastRepair.objects.bulk_create(rows, batch_size=500)
    counts: dict[Unit, int] = {}
    for repair in fresh.values():
        counts[repair.unit] = counts.get(repair.unit, 0) + 1
    happened = [
        Happened("unit.history-added", unit.reference, at, by, data={"repairs": count})
        for unit, count in counts.items()
    ]
    bulk.record(happened, later)
    return len(rows)
