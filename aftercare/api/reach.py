"""Which records a reference such as `case/12` may mean for a person."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog import queries as catalog
from aftercare.chat import queries as chat
from aftercare.complaints import queries as complaints
from aftercare.desk import queries as desk
from aftercare.emergency import queries as emergency
from aftercare.kit import references
from aftercare.people.models import Person
from aftercare.plans import queries as plans
from aftercare.satisfaction import queries as satisfaction
from aftercare.skills import queries as skills

VISIBLE: dict[str, Callable[[Person], QuerySet[Any]]] = {
    "agreement": plans.agreements_visible_to,
    "certificate": skills.certificates_visible_to,
    "case": desk.cases_visible_to,
    "consultation": chat.consultations_visible_to,
    "complaint": complaints.for_the_house,
    "incident": emergency.incidents_visible_to,
    "managermark": satisfaction.marks_visible_to,
    "managerreview": satisfaction.reviews_visible_to,
    "project": catalog.projects_visible_to,
    "site": catalog.sites_visible_to,
    "unit": catalog.units_visible_to,
}


def find(person: Person, reference: str) -> Any:
    """The record a reference names; None when there is none the person may see."""
    kind, key = references.parts(reference)
    rows = VISIBLE.get(kind)
    if rows is None or key is None:
        return None
    return rows(person).filter(pk=key).first()
