"""Who is there, and who may be seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import import_string

from aftercare.kit import search
from aftercare.kit.chunks import chunks
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role

Record = TypeVar("Record", bound=Model)
SEEING_ALL = (Power.SEE_ALL_CASES, Power.KEEP_AGREEMENTS, Power.KEEP_PEOPLE)


def people_who_sign_in() -> QuerySet[Person]:
    """Active persons with a name to sign in with, in the order of their making."""
    return (
        Person.objects.filter(username__isnull=False, is_active=True)
        .exclude(username="")
        .select_related("organisation")
        .order_by("id")
    )


def service_managers() -> QuerySet[Person]:
    """The heads of the service, who are told of what must not be overlooked."""
    return Person.objects.filter(role=Role.MANAGER, is_active=True).order_by("id")


def sees_all(person: Person) -> bool:
    """Whether a person may look at every customer and unit.

    All of the staff; technicians only as long as nobody tells what they meet at work.
    """
    if person.role == Role.TECHNICIAN:
        return not settings.SEEN_AT_WORK
    return any(person.may(power) for power in SEEING_ALL)


def at_work(person: Person, kind: str) -> Any:
    """The keys of the things of one kind that a technician meets at work, such as in open cases.

    Folders above know what that is; the setting SEEN_AT_WORK names the function that tells:
    person to keys by kind (`organisation`, `site`, `project`, `unit`), as a list or a subquery.
    """
    return _seen_at_work(settings.SEEN_AT_WORK)(person).get(kind, [])


def _plain(keys: Iterable[Any]) -> Iterator[Any]:
    """Keys out of a list, or out of a subquery of one column."""
    for key in keys:
        yield from key.values() if isinstance(key, Mapping) else (key,)


@cache
def _seen_at_work(path: str) -> Callable[[Person], Mapping[str, Any]]:
    told: Callable[[Person], Mapping[str, Any]] = import_string(path)
    return told


def organisations_visible_to(person: Person) -> QuerySet[Organisation]:
    """The staff see all; a dealer itself and the customers whose units it serves; a customer
    itself; a technician its own and those of its work.
    """
    organisations = Organisation.objects.all()
    if sees_all(person):
        return organisations
    own = Q(pk=person.organisation_id)
    if person.role == Role.DEALER:
        return organisations.filter(own | Q(pk__in=_served_by(person.organisation_id)))
    if person.role == Role.TECHNICIAN:
        return organisations.filter(own | Q(pk__in=at_work(person, "organisation")))
    return organisations.filter(own)


def kept_from(person: Person) -> list[str]:
    """What a person learns nothing of although they see every case, such as complaints about them:
    references. The folders that know are above; the setting KEPT_FROM says whom to ask."""
    return [one for name in settings.KEPT_FROM for one in import_string(name)(person)]


def people_visible_to(person: Person) -> QuerySet[Person]:
    """The persons of the organisations that a person sees."""
    people = Person.objects.select_related("organisation", "department")
    if sees_all(person):
        return people
    return people.filter(organisation__in=organisations_visible_to(person).values("pk"))


def scope_of(person: Person) -> search.Scope:
    """What a person may find by searching; the same as the lists show."""
    if sees_all(person):
        return search.EVERYTHING
    if person.role == Role.DEALER:
        return search.Scope(dealer=person.organisation_id)
    if person.role == Role.TECHNICIAN:
        kinds = ("organisation", "site", "project", "unit")
        seen = (f"{kind}/{key}" for kind in kinds for key in _plain(at_work(person, kind)))
        return search.Scope(references=frozenset(seen))
    if person.role == Role.CUSTOMER:
        return search.Scope(owner=person.organisation_id)
    return search.Scope()


def searched(
    person: Person, rows: QuerySet[Record], text: str, kind: str, limit: int = 50
) -> list[Record]:
    """Those of `rows` that a text finds among one kind: exact hits first, then the newest."""
    hits = search.search(text, kinds=[kind], scope=scope_of(person), limit=limit * 4)
    found = {row.pk: row for row in rows.filter(pk__in=[hit.key for hit in hits])}
    return [found[hit.key] for hit in hits if hit.key in found][:limit]


def _served_by(dealer: int) -> Any:
    """The customers a dealer serves units of. `units` is the name the catalogue gives them."""
    return Organisation.objects.filter(units__dealer=dealer).values("pk")


def dealers_of(customers: Iterable[int]) -> Mapping[int, list[int]]:
    """The dealers that serve units of these customers, and of dealers: themselves."""
    wanted = list(customers)
    pairs = Organisation.objects.filter(pk__in=wanted, units__dealer__isnull=False)
    found: dict[int, list[int]] = {}
    for customer, dealer in pairs.values_list("pk", "units__dealer").distinct():
        found.setdefault(customer, []).append(dealer)
    for pk in Organisation.objects.filter(pk__in=wanted, kind="dealer").values_list(
        "pk", flat=True
    ):
        found.setdefault(pk, []).append(pk)
    return {customer: sorted(dealers) for customer, dealers in found.items()}


def organisation_entries(
    organisations: Iterable[Organisation], at: datetime
) -> Iterator[search.Entry]:
    """What makes organisations findable: name and its sound, code, phone, address."""
    for some in chunks(organisations):
        dealers = dealers_of(one.pk for one in some)
        for one in some:
            yield search.Entry(
                reference=one.reference,
                label=one.name,
                detail=one.address,
                names=[one.name],
                numbers=[one.phone, one.code],
                owner=one.pk,
                dealers=dealers.get(one.pk, ()),
                ranked_at=at,
            )


def person_entries(people: Iterable[Person], at: datetime) -> Iterator[search.Entry]:
    """What makes persons findable: name and its sound, phone."""
    for some in chunks(people):
        dealers = dealers_of({one.organisation_id for one in some})
        for one in some:
            yield search.Entry(
                reference=one.reference,
                label=one.name,
                names=[one.name],
                numbers=[one.phone],
                owner=one.organisation_id,
                dealers=dealers.get(one.organisation_id, ()),
                ranked_at=at,
            )
