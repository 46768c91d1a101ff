"""The lists that `aftercare import` reads back: the same columns, and nothing changes by it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog.models import PastRepair, ProductModel, Project, Site, Unit
from aftercare.imports.sheets import SHEETS, Sheet
from aftercare.imports.sheets.milestones import days_of
from aftercare.insight.exporting.shape import Heading, Listing, Outlet, Value, told
from aftercare.people import bulk as people
from aftercare.people.models import Organisation, Person
from aftercare.plans.models import Agreement, Cover

BETWEEN = "; "  # several words in one cell


def _plain(names: Mapping[str, str], *, dated: bool = False) -> Outlet:
    """Cells from columns; `dated`: with the days of milestones."""

    def cells(records: Sequence[Any]) -> list[dict[str, Value]]:
        days: Mapping[str, Mapping[str, Any]] = days_of(records) if dated else {}
        return [told(one, names) | dict(days.get(one.reference, {})) if dated
                else told(one, names) for one in records]  # fmt: skip

    return cells


def _customers(organisations: Sequence[Organisation]) -> list[dict[str, Value]]:
    """Organisations, each with its first contact."""
    names = {name: name for name in ("code", "name", "kind", "phone", "address", "standing")}
    contacts = _first_contacts(organisations)
    found = []
    for one in organisations:
        contact = contacts.get(one.pk)
        cells = told(one, names)
        if contact is not None:
            cells |= {"contact": contact.name, "contact_phone": contact.phone}
        found.append(cells)
    return found


def _first_contacts(organisations: Sequence[Organisation]) -> dict[int, Person]:
    """The person without a sign-in who was entered first; of equal names the one the import
    would find."""
    rows = people.CONTACTS.rows().filter(organisation__in=organisations).order_by("pk")
    named: dict[int, dict[str, Person]] = {}
    for person in rows:
        named.setdefault(person.organisation_id, {})[person.name] = person
    return {key: next(iter(found.values())) for key, found in named.items()}


def _products(models: Sequence[ProductModel]) -> list[dict[str, Value]]:
    names = {name: name for name in ("code", "name", "brand", "product_class")}
    return [
        told(one, names) | {"component_classes": BETWEEN.join(one.component_classes)}
        for one in models
    ]


def _projects(projects: Sequence[Project]) -> list[dict[str, Value]]:
    names = {"number": "number", "name": "name", "customer": "customer.code", "site": "site.name",
             "began_on": "began_on"}  # fmt: skip
    found = _plain(names, dated=True)(projects)
    for cells, project in zip(found, projects, strict=True):
        if project.manager is not None:
            cells["manager"] = project.manager.username or project.manager.name
    return found


def _agreements(agreements: Sequence[Agreement]) -> list[dict[str, Value]]:
    names = {
        "number": "number", "title": "title", "customer": "customer.code",
        "plan": "plan_version.plan", "version": "plan_version.number", "service": "service",
        "dealer": "dealer.code", "signed_on": "signed_on", "ends_on": "ends_on",
    }  # fmt: skip
    covered: dict[int, dict[str, list[str]]] = {}
    rows = Cover.objects.filter(agreement__in=agreements).order_by("pk")
    for cover in rows.select_related("project", "unit", "site"):
        things = covered.setdefault(cover.agreement_id, {})
        for column, thing in (
            ("projects", cover.project and cover.project.number),
            ("units", cover.unit and cover.unit.serial),
            ("sites", cover.site and cover.site.name),
        ):
            if thing:
                things.setdefault(column, []).append(thing)
    found = _plain(names, dated=True)(agreements)
    for cells, one in zip(found, agreements, strict=True):
        for column, things_of in covered.get(one.pk, {}).items():
            cells[column] = BETWEEN.join(things_of)
    return found


def _history(repairs: Sequence[PastRepair]) -> list[dict[str, Value]]:
    """Past repairs; the number of the order stands in what the repair is known by."""
    names = {"unit": "unit.serial", "model": "unit.model.code", "done_on": "done_on",
             "text": "text", "kind": "kind", "cost": "cost", "currency": "currency"}  # fmt: skip
    found = [told(one, names) for one in repairs]
    for cells, one in zip(found, repairs, strict=True):
        cells["order"] = _order_of(one)
    return found


def _order_of(repair: PastRepair) -> str:
    begins = f"{repair.unit_id}:"
    return repair.key.removeprefix(begins) if repair.key.startswith(begins) else ""


def _listing(sheet: Sheet, rows: Any, cells: Outlet) -> Listing:
    headings = tuple(Heading(column.name, column.label) for column in sheet.columns)
    return Listing(sheet.name, sheet.label, headings, rows, cells)


def _related(model: Any, *related: str) -> Any:
    def rows() -> QuerySet[Any]:
        return model.objects.select_related(*related)  # type: ignore[no-any-return]

    return rows


CUSTOMERS = _listing(SHEETS["customers"], Organisation.objects.all, _customers)
PRODUCTS = _listing(SHEETS["products"], ProductModel.objects.all, _products)
SITES = _listing(
    SHEETS["sites"],
    _related(Site, "customer"),
    _plain({"customer": "customer.code", "name": "name", "address": "address", "place": "place",
            "phone": "phone"}),
)  # fmt: skip
PROJECTS = _listing(SHEETS["projects"], _related(Project, "customer", "site", "manager"), _projects)
UNITS = _listing(
    SHEETS["units"],
    _related(Unit, "model", "customer", "site", "project", "dealer"),
    _plain(
        {"serial": "serial", "model": "model.code", "customer": "customer.code",
         "site": "site.name", "project": "project.number", "dealer": "dealer.code",
         "card_number": "card_number", "made_on": "made_on"},
        dated=True,
    ),
)  # fmt: skip
AGREEMENTS = _listing(
    SHEETS["agreements"], _related(Agreement, "customer", "dealer", "plan_version"), _agreements
)
HISTORY = _listing(SHEETS["history"], _related(PastRepair, "unit__model"), _history)
