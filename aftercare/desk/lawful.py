"""The clock of the law on the cases of consumers."""

from datetime import datetime

from django.db.models import QuerySet

from aftercare.coverage import delays
from aftercare.coverage.delays import LegalClock
from aftercare.desk.models import Case, standing_in
from aftercare.desk.states import OPEN
from aftercare.people.models import OrganisationKind


def clock_of(case: Case) -> LegalClock | None:
    """The fifteen days of a consumer's case; None for other customers."""
    if not delays.is_consumer(case.customer):
        return None
    return delays.delay_clock(case.reported_at, case.solved_at or case.closed_at)


def pressing(cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """The open cases of consumers whose fifteen days are over or nearly so, the oldest first."""
    since = now - delays.SURELY_RUNS + delays.SOON
    open_ones = cases.filter(standing_in(OPEN), customer__kind=OrganisationKind.HOUSEHOLD)
    return open_ones.filter(reported_at__lte=since).order_by("reported_at", "id")
