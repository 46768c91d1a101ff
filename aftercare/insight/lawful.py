"""Requests of consumers that come near the fifteen days of the law, or are past them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from aftercare.complaints import lawful as complaints
from aftercare.complaints import queries as complained
from aftercare.coverage.delays import LegalClock
from aftercare.desk import lawful as desk
from aftercare.desk import queries as cases
from aftercare.people.models import Person


@dataclass(frozen=True)
class Request:
    """One request: a case or a complaint, with its clock."""

    number: str
    matter: str
    href: str
    customer: str
    responsible: str
    clock: LegalClock


def requests(person: Person, now: datetime, most: int) -> list[Request]:
    """The most pressing ones a person may see, the earliest due first; at most `most`."""
    found = [*_of_cases(person, now, most), *_of_complaints(person, now, most)]
    return sorted(found, key=lambda one: one.clock.due_at)[:most]


def _of_cases(person: Person, now: datetime, most: int) -> list[Request]:
    rows = desk.pressing(cases.listed(cases.cases_visible_to(person)), now)
    rows = rows.only(*cases.LISTED, "closed_at", "solved_at", "customer__kind")
    return [
        Request(
            one.number, one.symptom, reverse("desk:case", args=[one.number]), str(one.customer),
            str(one.responsible or ""), clock,
        )
        for one in rows[:most]
        if (clock := desk.clock_of(one)) is not None and clock.warn_at <= now
    ]  # fmt: skip


def _of_complaints(person: Person, now: datetime, most: int) -> list[Request]:
    rows = complaints.pressing(complained.complaints_visible_to(person), now)
    return [
        Request(
            one.number, one.matter, reverse("complaints:complaint", args=[one.number]),
            one.complainant_name, str(one.investigator or ""), clock,
        )
        for one in rows[:most]
        if (clock := complaints.clock_of(one)) is not None and clock.warn_at <= now
    ]  # fmt: skip
