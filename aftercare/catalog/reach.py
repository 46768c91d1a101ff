"""Looking up units, projects and sites, within what a person may see."""

from django.db.models import QuerySet

from aftercare.catalog.models import Project, Site, Unit
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Role


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


def customers_visible_to(person: Person) -> QuerySet[Organisation]:
    """Staff see all, a dealer those whose units it deals with, a customer itself."""
    organisations = Organisation.objects.all()
    if person.role == Role.CUSTOMER:
        return organisations.filter(pk=person.organisation_id)
    if person.role == Role.DEALER:
        served = Unit.objects.filter(dealer=person.organisation_id)
        return organisations.filter(pk__in=served.values("customer"))
    return organisations
