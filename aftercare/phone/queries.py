"""Looking up calls, within what a person may see."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from aftercare.kit.prepared import Prepared
from aftercare.people.models import OrganisationKind, Person
from aftercare.people.roles import Power, Role, may
from aftercare.phone.models import Call, Extension
from aftercare.phone.rules import SHORTEST, digits

RUNS_AT_MOST = timedelta(hours=4)  # an exchange may forget to tell the end
RELATED = ("person", "customer", "case")
LISTED = (
    "caller", "line", "began_at", "rang_at", "answered_at", "ended_at", "purpose", "result",
    "person__name", "customer__name", "case__number",
)  # fmt: skip
_ON_LINE = Prepared(
    lambda person, since: Call.objects.filter(
        person=person, case=None, answered_at__isnull=False, began_at__gte=since
    ).order_by("-began_at", "-id")[:1]
)


def on_line(*, person: int, since: datetime) -> list[Call]:
    """The call a person (by key) took last, when it began since then and belongs to no case yet;
    asked whenever somebody registers a case."""
    return _ON_LINE(person=person, since=since)


def calls_visible_to(person: Person) -> QuerySet[Call]:
    """Staff who see every case see every call; others who handle cases their own."""
    calls = Call.objects.select_related(*RELATED)
    if person.may(Power.SEE_ALL_CASES):
        return calls
    if person.may(Power.HANDLE_CASES) and person.role != Role.DEALER:
        return calls.filter(person=person)
    return calls.none()


def listed(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Calls as a list shows them: without what was answered, and of what belongs to them only what
    it is called."""
    return calls.only(*LISTED)


def with_number(calls: QuerySet[Call], text: str) -> QuerySet[Call]:
    """Those whose number begins or ends so; all when that says too little."""
    wanted = digits(text)
    if len(wanted) < SHORTEST:
        return calls
    return calls.filter(_begins("digits", wanted) | _begins("tail", wanted[::-1]))


def _begins(column: str, wanted: str) -> Q:
    """A range, which every database reads from an index; `:` follows the digits."""
    return Q((f"{column}__gte", wanted), (f"{column}__lt", f"{wanted}:"))


def on_the_line(person: Person, at: datetime) -> Call | None:
    """The call that rings at a person's telephone, or that they are on; the latest."""
    calls = Call.objects.filter(person=person, ended_at=None, began_at__gte=at - RUNS_AT_MOST)
    return calls.order_by("-began_at", "-id").first()


def at_a_telephone() -> QuerySet[Person]:
    """Our own people who may have an extension, by name."""
    own = Person.objects.filter(organisation__kind=OrganisationKind.COMPANY, is_active=True)
    handling = [role for role in Role.values if may(role, Power.HANDLE_CASES)]
    return own.filter(role__in=handling).order_by("name", "id")


def extensions() -> QuerySet[Extension]:
    """Every extension with its person, by number."""
    return Extension.objects.select_related("person").order_by("number")
