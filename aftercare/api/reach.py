"""Which records a reference such as `case/12` may mean for a person."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from aftercare.catalog import queries as catalog
from aftercare.desk import queries as desk
from aftercare.kit.keys import key_of
from aftercare.people.models import Person
from aftercare.plans import queries as plans

VISIBLE: dict[str, Callable[[Person], QuerySet[Any]]] = {
    "agreement": plans.agreements_visible_to,
    "case": desk.cases_visible_to,
    "project": catalog.projects_visible_to,
    "site": catalog.sites_visible_to,
    "unit": catalog.units_visible_to,
}


def find(person: Person, reference: str) -> Any:
    """The record a reference names; None when there is none the person may see."""
    kind, _slash, key = reference.partition("/")
    rows, found = VISIBLE.get(kind), key_of(key)
    if rows is None or found is None:
        return None
    return rows(person).filter(pk=found).first()
