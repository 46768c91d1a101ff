"""Looking up cases, within what a person may see."""

from django.db.models import Q, QuerySet

from aftercare.catalog.models import Site, Unit
from aftercare.desk import rules
from aftercare.desk.models import Case
from aftercare.desk.states import OPEN
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role

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


def open_proposals(case: Case) -> list[str]:
    """The kinds of proposals on a case that nobody has answered yet, oldest first."""
    happened = Event.objects.filter(subject=case.reference).order_by("sequence")
    rows = happened.values_list("kind", "data__proposal")
    return rules.open_proposals((kind, about or "") for kind, about in rows)
