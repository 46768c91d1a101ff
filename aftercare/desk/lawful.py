"""The clock of the law on the cases of consumers."""

from datetime import datetime

from django.db.models import Q, QuerySet

from aftercare.coverage import delays, reminding
from aftercare.coverage.delays import LegalClock
from aftercare.coverage.reminding import Requests
from aftercare.desk.answerable import who_answers
from aftercare.desk.models import Case, standing_in
from aftercare.desk.states import OPEN
from aftercare.kit.planning import Likely
from aftercare.people import queries as people
from aftercare.people.models import OrganisationKind, Person

# Of a million customers most may be consumers; few of their cases are open and old.
OF_CONSUMERS = Likely(Q(customer__kind=OrganisationKind.HOUSEHOLD))


def clock_of(case: Case) -> LegalClock | None:
    """The fifteen days of a consumer's case; None for other customers."""
    if not delays.is_consumer(case.customer):
        return None
    return delays.delay_clock(case.reported_at, case.solved_at or case.closed_at)


def pressing(cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """The open cases of consumers whose fifteen days are over or nearly so, the oldest first."""
    since = now - delays.SURELY_RUNS + delays.SOON
    open_ones = cases.filter(standing_in(OPEN), OF_CONSUMERS)
    return open_ones.filter(reported_at__lte=since).order_by("reported_at", "id")


def remind(at: datetime) -> int:
    """Tell whoever answers for a consumer's case, and the service managers, before the fifteen days
    run out and when they have; how many."""
    return reminding.remind(REQUESTS, at)


def _waiting() -> QuerySet[Case]:
    """The open cases of consumers that nobody has solved."""
    rows = Case.objects.select_related("customer", "agreement", "responsible", "organisation")
    open_ones = rows.filter(standing_in(OPEN), solved_at=None)
    return open_ones.filter(OF_CONSUMERS)


def _people(case: Case, at: datetime) -> list[Person]:
    answer = who_answers(case, at)
    one = answer.person if answer is not None else None
    return [*([one] if one is not None else []), *people.service_managers()]


REQUESTS = Requests(_waiting, "reported_at", clock_of, _people)
