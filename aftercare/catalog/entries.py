"""What makes sites, projects and units findable."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import search
from aftercare.kit.chunks import chunks
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person


def of_sites(sites: Iterable[Site], at: datetime) -> Iterator[search.Entry]:
    """Name and its sound, address, place, phone."""
    for some in chunks(sites):
        dealers = _dealers("site", some)
        for site in some:
            yield search.Entry(
                reference=site.reference,
                label=site.name,
                detail=site.address,
                names=[site.name],
                numbers=[site.phone],
                texts=[site.place],
                owner=site.customer_id,
                dealers=dealers.get(site.pk, ()),
                ranked_at=at,
            )


def of_projects(projects: Iterable[Project], at: datetime) -> Iterator[search.Entry]:
    """Name and its sound, number."""
    for some in chunks(projects):
        dealers = _dealers("project", some)
        for project in some:
            yield search.Entry(
                reference=project.reference,
                label=project.name,
                detail=project.number,
                names=[project.name],
                numbers=[project.number],
                owner=project.customer_id,
                dealers=dealers.get(project.pk, ()),
                ranked_at=at,
            )


def of_units(units: Iterable[Unit], at: datetime) -> Iterator[search.Entry]:
    """Serial and card number, and the model as it is called at this time."""
    for unit in units:
        yield search.Entry(
            reference=unit.reference,
            label=f"{unit.model.name} {unit.serial}",
            detail=unit.model.code,
            numbers=[unit.serial, unit.card_number],
            texts=[unit.model.brand],
            owner=unit.customer_id,
            dealers=[unit.dealer_id] if unit.dealer_id else [],
            ranked_at=at,
        )


def everything(at: datetime) -> list[Iterator[search.Entry]]:
    """All of people and catalogue, for `search.rebuild`."""
    return [
        people.organisation_entries(_all(Organisation), at),
        people.person_entries(_all(Person), at),
        of_sites(_all(Site), at),
        of_projects(_all(Project), at),
        of_units(_all(Unit, "model"), at),
    ]


def refresh_around(units: Iterable[Unit], at: datetime) -> None:
    """Let the dealers of these units find their customers, sites and projects, and no others."""
    some = list(units)
    customers = {unit.customer_id for unit in some}
    sites = {unit.site_id for unit in some if unit.site_id}
    projects = {unit.project_id for unit in some if unit.project_id}
    search.index(*people.organisation_entries(Organisation.objects.filter(pk__in=customers), at))
    contacts = Person.objects.filter(organisation__in=customers)
    search.index(*people.person_entries(contacts, at))
    search.index(*of_sites(Site.objects.filter(pk__in=sites), at))
    search.index(*of_projects(Project.objects.filter(pk__in=projects), at))


def _all(model: Any, *related: str) -> Iterator[Any]:
    rows = model.objects.order_by("pk")
    rows = rows.select_related(*related) if related else rows
    return iter(rows.iterator(chunk_size=2000))


def _dealers(field: str, rows: Iterable[Site | Project]) -> Mapping[int, list[int]]:
    """The dealers that serve units at these sites, or of these projects."""
    keys = [row.pk for row in rows]
    units = Unit.objects.filter(**{f"{field}__in": keys}, dealer__isnull=False)
    found: dict[int, list[int]] = {}
    for key, dealer in units.values_list(field, "dealer").order_by(field, "dealer").distinct():
        found.setdefault(key, []).append(dealer)
    return found
