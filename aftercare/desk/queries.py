"""Looking up cases, within what a person may see."""

from django.db.models import Q, QuerySet

from aftercare.catalog.models import Project, Site, Unit
from aftercare.desk.models import Case
from aftercare.desk.states import OPEN
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role
from aftercare.plans.models import Agreement

RELATED = ("customer", "agreement", "unit__model", "project", "site", "responsible", "organisation")


def cases_visible_to(person: Person) -> QuerySet[Case]:
    """Staff see all, a technician what is theirs, a dealer what was handed to it, a customer its
    own."""
    cases = Case.objects.select_related(*RELATED)
    if person.may(Power.SEE_ALL_CASES):
        return cases
    if person.role == Role.TECHNICIAN:
        return cases.filter(responsible=person)
    if person.role == Role.DEALER:
        return cases.filter(organisation=person.organisation)
    if person.role == Role.CUSTOMER:
        return cases.filter(customer=person.organisation)
    return cases.none()


def likely_duplicates(
    *, customer: Organisation, unit: Unit | None, site: Site | None, limit: int = 5
) -> QuerySet[Case]:
    """Open cases on the same unit; without a unit, of the same customer and site."""
    cases = Case.objects.select_related(*RELATED).filter(state__in=OPEN).order_by("-reported_at")
    if unit is not None:
        return cases.filter(unit=unit)[:limit]
    same_place = Q(site=site) if site is not None else Q(site__isnull=True)
    return cases.filter(same_place, customer=customer, unit__isnull=True)[:limit]


def agreement_for(
    *, customer: Organisation, unit: Unit | None, project: Project | None, site: Site | None
) -> Agreement | None:
    """The agreement a case falls under: of the unit, else its project, else the site; the newest
    wins."""
    project = project or (unit.project if unit else None)
    site = site or (unit.site if unit else None)
    for thing, field in ((unit, "unit"), (project, "project"), (site, "site")):
        if thing is None:
            continue
        covering = Agreement.objects.filter(**{f"covers__{field}": thing}, customer=customer)
        found = covering.select_related("plan_version").order_by("-signed_on", "-id").first()
        if found is not None:
            return found
    return None
