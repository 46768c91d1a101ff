"""Looking up commitments, within what a person may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans.models import PlanVersion
from aftercare.promises import sources
from aftercare.promises.models import RUNS, Alert, Commitment
from aftercare.promises.rules import parties
from aftercare.promises.rules.deriving import State

RELATED = ("agreement__customer", "plan_version", "responsible", "organisation")


def commitments_visible_to(person: Person) -> QuerySet[Commitment]:
    """Staff see all but what is kept from them, such as a complaint about themselves; a technician
    or dealer what they answer for, a customer what it was promised."""
    return bare_commitments_visible_to(person).select_related(*RELATED)


def bare_commitments_visible_to(person: Person) -> QuerySet[Commitment]:
    """The same rows without what belongs to them, for whoever reads a few columns."""
    visible = _shown_to(person)
    kept = people.kept_from(person) if _sees_all(person) else []
    return visible.exclude(subject__in=kept) if kept else visible


def bare_commitments_on_case(person: Person, case: str) -> QuerySet[Commitment]:
    """Those of one case, by its reference: what is kept from somebody is never a case, so nobody
    is asked for it."""
    return of_subject(_shown_to(person), case)


def _shown_to(person: Person) -> QuerySet[Commitment]:
    commitments = Commitment.objects.all()
    if _sees_all(person):
        return commitments
    if person.role == Role.TECHNICIAN:
        return commitments.filter(responsible=person)
    if person.role == Role.DEALER:
        return told_to(commitments.filter(organisation=person.organisation), parties.DEALER)
    if person.role == Role.CUSTOMER:
        own = commitments.filter(agreement__customer=person.organisation)
        return told_to(own, parties.CUSTOMER)
    return commitments.none()


def _sees_all(person: Person) -> bool:
    return person.may(Power.SEE_ALL_CASES) or person.may(Power.SEE_REPORTS)


def told_to(commitments: QuerySet[Commitment], party: str) -> QuerySet[Commitment]:
    """Those a customer or dealer hears of: what is promised to them, not among ourselves."""
    inside = Q(pk__in=[])
    for version in PlanVersion.objects.only("pk"):
        names = parties.hidden_from(sources.terms_of(version.pk).plan, party)
        if names:
            inside |= Q(plan_version=version, promise__in=names)
    return commitments.exclude(inside)


def running(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those whose outcome is still open."""
    return commitments.filter(RUNS)


def due_between(
    commitments: QuerySet[Commitment], begin: datetime | None, end: datetime
) -> QuerySet[Commitment]:
    """Running commitments due in [begin, end), the most urgent first; without begin: all that
    are late."""
    fitting = running(commitments).filter(due_at__lt=end)
    if begin is not None:
        fitting = fitting.filter(due_at__gte=begin)
    return fitting.order_by("due_at", "id")


def of_subject(commitments: QuerySet[Commitment], subject: str) -> QuerySet[Commitment]:
    """The commitments of one subject: running ones first, by due moment."""
    return commitments.filter(subject=subject).order_by("ended_at", "due_at", "id")


def with_something_to_do(at: datetime, limit: int) -> list[int]:
    """The keys of commitments whose next moment has come, the oldest first; for the worker."""
    ready = Commitment.objects.filter(next_at__lte=at).order_by("next_at", "id")
    return list(ready.values_list("pk", flat=True)[:limit])


EXPLAINED = "promise.explained"  # a person said why a promise was not kept in time
MISSED = frozenset({State.LATE, State.BROKEN})


def is_late(commitment: Commitment, at: datetime) -> bool:
    """Whether a promise was kept too late or never, or runs on although its moment has passed."""
    if commitment.ended_at is not None:
        return commitment.state in MISSED
    return commitment.due_at is not None and commitment.due_at < at


def explanations_of(commitments: Iterable[Commitment]) -> dict[int, list[Event]]:
    """What people said about why promises were late, the latest first, by the key of each; one
    query."""
    rows = {(one.subject, one.key): one.pk for one in commitments}
    said = Event.objects.filter(kind=EXPLAINED, subject__in={subject for subject, _key in rows})
    found: dict[int, list[Event]] = {}
    for event in said.order_by("-sequence") if rows else ():
        pk = rows.get((event.subject, event.data.get("commitment", "")))
        if pk is not None:
            found.setdefault(pk, []).append(event)
    return found


MOST_COUNTED = 100


def alerts_of(person: Person) -> QuerySet[Alert]:
    """What a person was told, with the promises it was about."""
    return Alert.objects.filter(person=person).select_related(
        "commitment__agreement__customer", "agreement__customer"
    )


def unread_alerts(person: Person) -> int:
    """How many alerts a person has not read; a hundred means a hundred or more."""
    unread = Alert.objects.filter(person=person, read_at__isnull=True)
    return unread.order_by()[:MOST_COUNTED].count()
