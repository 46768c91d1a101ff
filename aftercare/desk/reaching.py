"""Where somebody who has to do with a case is written to, and in which language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from aftercare.desk.models import Case
from aftercare.duty import queries as duty
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.outbound.models import Channel
from aftercare.outbound.reaching import has_wechat
from aftercare.outbound.rules import mobile
from aftercare.people import queries as people
from aftercare.people.middleware import zone_of
from aftercare.people.models import Department, Organisation, OrganisationKind, Person
from aftercare.people.roles import Role
from aftercare.plans.language.vocabulary import ROLES

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


@dataclass(frozen=True)
class Speaker:
    """Somebody who told us something for a customer, with what they left. `began`: the subject and
    the kind of the event by which they told it."""

    name: str
    phone: str
    email: str
    language: str
    customer: Organisation | None
    began: tuple[str, str]

    @property
    def spoken(self) -> str:
        """The language they are written to in."""
        return self.language or settings.LANGUAGE_CODE


def of_person(person: Person) -> Reach:
    """Where a person is written to: by mail, without an address by WeChat where this installation
    sends there; without either there is no address in it."""
    language = person.language or settings.LANGUAGE_CODE
    if not person.email and has_wechat(person):
        return Reach(person.wechat, person.name, language, person, Channel.WECHAT)
    return Reach(person.email, person.name, language, person)


def of_customer(case: Case) -> Reach | None:
    """Who reported the case; None when nobody knows an address of theirs."""
    return of_speaker(
        Speaker(
            case.reporter_name, case.reporter_phone, case.reporter_email, case.reporter_language,
            case.customer, (case.reference, "case.reported"),
        )
    )  # fmt: skip


def of_speaker(speaker: Speaker) -> Reach | None:
    """Where somebody is written to who told us something; None when nobody knows an address.

    The address they left; else that of the person of the customer who told it, by account,
    telephone or name; else that of the customer's only contact. Without any, a short message to the
    mobile telephone, where this installation sends some.
    """
    if speaker.email:
        return Reach(speaker.email, speaker.name, speaker.spoken)
    found = _contacts(speaker.customer)
    one = _who_told(speaker, found) if found else None
    return of_person(one) if one is not None else _by_telephone(speaker)


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
    theirs = Person.objects.filter(department=key, is_active=True).exclude(email="")
    return [of_person(one) for one in theirs.order_by("id")[:MOST]]


def of_supplier(reference: str) -> Reach | None:
    """The contact of a supplier, by the reference of the organisation; None without an address."""
    key = references.key_of(reference, "organisation")
    theirs = Person.objects.filter(organisation=key, is_active=True).exclude(email="")
    one = theirs.order_by("id").first() if key is not None else None
    return of_person(one) if one is not None else None


def of_technical(at: datetime) -> tuple[Department | None, list[Person]]:
    """The technical department, called as the plan language calls it, and who answers for it now;
    without one the service managers."""
    word = ROLES["technical"]
    called = Q(name__iexact=word.zh) | Q(name__iexact=word.en)
    ours = Department.objects.filter(called, organisation__kind=OrganisationKind.COMPANY)
    department = ours.order_by("id").first()
    if department is None:
        return None, list(people.service_managers()[:MOST])
    one = duty.answerable(department, at)
    if one is not None:
        return department, [one]
    active = Person.objects.filter(department=department, is_active=True).order_by("id")
    return department, list(active[:MOST] or people.service_managers()[:MOST])


def of_people(named_by: Iterable[str]) -> list[Reach]:
    """Those of these persons, named by their references, who have an address."""
    named = (references.key_of(one, "person") for one in named_by)
    keys = {key for key in named if key is not None}
    rows = Person.objects.filter(pk__in=keys, is_active=True).exclude(email="")
    return [of_person(one) for one in rows.order_by("id")[:MOST]]


def _contacts(customer: Organisation | None) -> list[Person]:
    if customer is None:
        return []
    contacts = Person.objects.filter(organisation=customer, role=Role.CUSTOMER, is_active=True)
    known = ~Q(email="")
    if settings.SENDING.get(Channel.WECHAT):
        known |= ~Q(wechat="")
    return list(contacts.filter(known).order_by("id")[: MOST + 1])


def _by_telephone(speaker: Speaker) -> Reach | None:
    if not settings.SENDING.get(Channel.SMS):
        return None
    of_house = mobile(speaker.customer.phone) if speaker.customer is not None else ""
    number = mobile(speaker.phone) or of_house
    return Reach(number, speaker.name, speaker.spoken, None, Channel.SMS) if number else None


def _who_told(speaker: Speaker, contacts: list[Person]) -> Person | None:
    subject, kind = speaker.began
    told = Event.objects.filter(subject=subject, kind=kind).first()
    actor = told.actor if told is not None else ""
    for fits in (
        lambda one: one.reference == actor,
        lambda one: bool(one.phone) and one.phone == speaker.phone,
        lambda one: one.name == speaker.name,
    ):
        if found := next(filter(fits, contacts), None):
            return found
    return contacts[0] if len(contacts) == 1 else None
