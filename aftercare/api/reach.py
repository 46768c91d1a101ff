"""Which records a reference such as `case/12` may mean for a person."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog.models import Project, Site, Unit
from aftercare.desk import queries as desk
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.plans import queries as plans


def units_visible_to(person: Person) -> QuerySet[Unit]:
    """Staff see all, a dealer what it deals with, a customer its own."""
    units = Unit.objects.select_related("model", "customer", "site", "project__site")
    if person.role == Role.CUSTOMER:
        return units.filter(customer=person.organisation_id)
    if person.role == Role.DEALER:
        return units.filter(dealer=person.organisation_id)
    return units


def projects_visible_to(person: Person) -> QuerySet[Project]:
    """Staff see all, a customer its own."""
    projects = Project.objects.select_related("site", "customer")
    if person.role == Role.CUSTOMER:
        return projects.filter(customer=person.organisation_id)
    return projects.none() if person.role == Role.DEALER else projects


def sites_visible_to(person: Person) -> QuerySet[Site]:
    """Staff see all, a customer its own."""
    sites = Site.objects.select_related("customer")
    if person.role == Role.CUSTOMER:
        return sites.filter(customer=person.organisation_id)
    return sites.none() if person.role == Role.DEALER else sites


VISIBLE: dict[str, Callable[[Person], QuerySet[Any]]] = {
    "agreement": plans.agreements_visible_to,
    "case": desk.cases_visible_to,
    "project": projects_visible_to,
    "site": sites_visible_to,
    "unit": units_visible_to,
}


def find(person: Person, reference: str) -> Any:
    """The record a reference names; None when there is none the person may see."""
    kind, _slash, key = reference.partition("/")
    rows = VISIBLE.get(kind)
    if rows is None or not key.isascii() or not key.isdigit() or len(key) > 18:
        return None
    return rows(person).filter(pk=int(key)).first()
