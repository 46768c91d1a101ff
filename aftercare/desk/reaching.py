"""Where somebody who has to do with a case is written to, and in which language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from aftercare.desk.models import Case
from aftercare.duty import queries as duty
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.outbound.models import Channel
from aftercare.outbound.rules import mobile
from aftercare.people.middleware import zone_of
from aftercare.people.models import Department, Person
from aftercare.people.roles import Role

MOST = 20  # a letter to more people is a letter to nobody


@dataclass(frozen=True)
class Reach:
    """An address with the name and language of whoever reads there."""

    to: str
    name: str
    language: str
    person: Person | None = None
    channel: str = Channel.EMAIL

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which they read times."""
        return zone_of(self.person)


def of_person(person: Person) -> Reach:
    """Where a person is written to; without an address there is none in it."""
    return Reach(person.email, person.name, person.language or settings.LANGUAGE_CODE, person)


def of_customer(case: Case) -> Reach | None:
    """Who reported the case; None when nobody knows an address of theirs.

    The address that was left with the report; else that of the person who reported it, by account,
    telephone or name; else that of the customer's only contact. Without any, a short message to the
    mobile telephone, where this installation sends some.
    """
    if case.reporter_email:
        language = case.reporter_language or settings.LANGUAGE_CODE
        return Reach(case.reporter_email, case.reporter_name, language)
    contacts = Person.objects.filter(
        organisation=case.customer_id, role=Role.CUSTOMER, is_active=True
    ).exclude(email="")
    found = list(contacts.order_by("id")[: MOST + 1])
    one = _reporter(case, found) if found else None
    return of_person(one) if one is not None else _by_telephone(case)


def of_receiver(reference: str, at: datetime) -> list[Reach]:
    """The people a case was handed to: a person, the people of a dealer, or of a department the one
    who answers for it now, by its roster or as its head; without any, all of the department."""
    kind, key = references.parts(reference)
    if key is None:
        return []
    if kind == "department":
        return _of_department(key, at)
    active = Person.objects.filter(is_active=True).exclude(email="")
    rows = {
        "person": active.filter(pk=key),
        "organisation": active.filter(organisation=key, role=Role.DEALER),
    }.get(kind, active.none())
    return [of_person(one) for one in rows.order_by("id")[:MOST]]


def _of_department(key: int, at: datetime) -> list[Reach]:
    department = Department.objects.filter(pk=key).first()
    if department is None:
        return []
    one = duty.answerable(department, at)
    if one is not None and one.email:
        return [of_person(one)]
    people = Person.objects.filter(department=key, is_active=True).exclude(email="")
    return [of_person(one) for one in people.order_by("id")[:MOST]]


def of_people(people: Iterable[str]) -> list[Reach]:
    """Those of these persons, named by their references, who have an address."""
    named = (references.key_of(one, "person") for one in people)
    keys = {key for key in named if key is not None}
    rows = Person.objects.filter(pk__in=keys, is_active=True).exclude(email="")
    return [of_person(one) for one in rows.order_by("id")[:MOST]]


def _by_telephone(case: Case) -> Reach | None:
    if not settings.SENDING.get(Channel.SMS):
        return None
    number = mobile(case.reporter_phone) or mobile(case.customer.phone)
    language = case.reporter_language or settings.LANGUAGE_CODE
    return Reach(number, case.reporter_name, language, None, Channel.SMS) if number else None


def _reporter(case: Case, contacts: list[Person]) -> Person | None:
    reported = Event.objects.filter(subject=case.reference, kind="case.reported").first()
    actor = reported.actor if reported is not None else ""
    for fits in (
        lambda one: one.reference == actor,
        lambda one: bool(one.phone) and one.phone == case.reporter_phone,
        lambda one: one.name == case.reporter_name,
    ):
        if found := next(filter(fits, contacts), None):
            return found
    return contacts[0] if len(contacts) == 1 else None
