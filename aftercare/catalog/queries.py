"""Looking up products, sites, projects and units, within what a person may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog.models import Component, PastRepair, ProductModel, Project, Site, Unit
from aftercare.kit import search
from aftercare.people import queries as people
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Role

GROUPS = ("customer", "site", "project", "unit")
_KINDS = {
    "customer": ("organisation", "person"),
    "site": ("site",),
    "project": ("project",),
    "unit": ("unit",),
}


def units_visible_to(person: Person) -> QuerySet[Unit]:
    """The staff see all, a dealer what it serves, a customer its own, a technician its work."""
    units = Unit.objects.select_related("model", "customer", "site", "project", "dealer")
    return _visible(units, person, "unit", dealer="dealer")


def sites_visible_to(person: Person) -> QuerySet[Site]:
    """The places of the units that a person sees; the staff and the customer see all of them."""
    return _visible(Site.objects.select_related("customer"), person, "site", dealer="units__dealer")


def projects_visible_to(person: Person) -> QuerySet[Project]:
    """Likewise for projects."""
    projects = Project.objects.select_related("customer", "site", "manager")
    return _visible(projects, person, "project", dealer="units__dealer")


def products() -> QuerySet[ProductModel]:
    """All models; what is made and sold is no secret."""
    return ProductModel.objects.all()


def past_repairs(unit: Unit) -> QuerySet[PastRepair]:
    """The repairs of a unit from before Aftercare, newest first."""
    return unit.past_repairs.order_by("-done_on", "-id")


def components(unit: Unit) -> QuerySet[Component]:
    """The parts of a unit, the fitted ones first."""
    return unit.components.order_by("removed_on", "kind", "id")


def no_components() -> QuerySet[Component]:
    """None, for a form that is not about a unit yet."""
    return Component.objects.none()


def components_visible_to(person: Person) -> QuerySet[Component]:
    """The parts of the units that a person sees."""
    units = units_visible_to(person).values("pk")
    return Component.objects.select_related("unit__model").filter(unit__in=units)


def _visible(rows: QuerySet[Any], person: Person, kind: str, *, dealer: str) -> QuerySet[Any]:
    if people.sees_all(person):
        return rows
    if person.role == Role.DEALER:
        served = rows.model.objects.filter(**{dealer: person.organisation_id})
        return rows.filter(pk__in=served.values("pk"))
    if person.role == Role.TECHNICIAN:
        return rows.filter(pk__in=people.at_work(person, kind))
    if person.role == Role.CUSTOMER:
        return rows.filter(customer=person.organisation_id)
    return rows.none()


@dataclass(frozen=True)
class Found:
    """One line of the intake's search.

    group: customer, site, project or unit. reference: what to pick. label, detail: what to read.
    why: `name`, `number`, `sound` or `text`, where the text was found. exact: the whole name or
    number. contact: the person who was found, when a customer was found by one, and `person` its
    reference.
    """

    group: str
    reference: str
    label: str
    detail: str
    customer: str
    why: str
    exact: bool
    contact: str = ""
    person: str = ""


def find(person: Person, text: str, limit: int = 5) -> list[Found]:
    """What a caller may mean: at most `limit` lines of each group, the exact ones first.

    Finds phones, names (also by their sound), serial, card and project numbers and addresses, in
    parts; only what the person may see. Our own company and its people do not call themselves.
    """
    scope = people.scope_of(person)
    lines: list[Found] = []
    for group in GROUPS:
        hits = search.search(text, kinds=_KINDS[group], scope=scope, limit=limit)
        lines += list(_LINES[group](person, hits))
    return sorted(lines, key=lambda line: (not line.exact, GROUPS.index(line.group)))


def _customer_lines(person: Person, hits: Iterable[search.Hit]) -> Iterable[Found]:
    contacts = _by_key(people.people_visible_to(person), hits, "person")
    organisations = _by_key(people.organisations_visible_to(person), hits, "organisation")
    seen: set[int] = set()
    for hit in hits:
        contact = contacts.get(hit.key) if hit.kind == "person" else None
        found = contact.organisation if contact else organisations.get(hit.key)
        if found is None or found.pk in seen or found.kind == OrganisationKind.COMPANY:
            continue
        seen.add(found.pk)
        detail = _joined(found.code, found.phone, found.address)
        by = _joined(contact.name, contact.phone) if contact else ""
        who = contact.reference if contact else ""
        yield _line("customer", found, hit, detail, found.name, contact=by, person=who)


def _site_lines(person: Person, hits: Iterable[search.Hit]) -> Iterable[Found]:
    sites = _by_key(sites_visible_to(person), hits, "site")
    for hit in hits:
        if site := sites.get(hit.key):
            yield _line("site", site, hit, _joined(site.address, site.phone), site.customer.name)


def _project_lines(person: Person, hits: Iterable[search.Hit]) -> Iterable[Found]:
    projects = _by_key(projects_visible_to(person), hits, "project")
    for hit in hits:
        if project := projects.get(hit.key):
            yield _line("project", project, hit, project.number, project.customer.name)


def _unit_lines(person: Person, hits: Iterable[search.Hit]) -> Iterable[Found]:
    units = _by_key(units_visible_to(person), hits, "unit")
    for hit in hits:
        if unit := units.get(hit.key):
            place = unit.site.name if unit.site else ""
            yield _line("unit", unit, hit, _joined(unit.card_number, place), unit.customer.name)


_LINES = {
    "customer": _customer_lines,
    "site": _site_lines,
    "project": _project_lines,
    "unit": _unit_lines,
}


def _by_key(rows: QuerySet[Any], hits: Iterable[search.Hit], kind: str) -> Mapping[int, Any]:
    keys = [hit.key for hit in hits if hit.kind == kind]
    return {row.pk: row for row in rows.filter(pk__in=keys)} if keys else {}


def _line(
    group: str,
    found: Organisation | Site | Project | Unit,
    hit: search.Hit,
    detail: str,
    customer: str,
    contact: str = "",
    person: str = "",
) -> Found:
    said = (str(found), detail, customer, hit.why, hit.exact, contact, person)
    return Found(group, found.reference, *said)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
