"""The clock of the law on the complaints of consumers."""

from datetime import datetime

from django.db.models import Q, QuerySet

from aftercare.complaints.models import Complaint
from aftercare.complaints.states import UNDECIDED
from aftercare.coverage import delays
from aftercare.coverage.delays import LegalClock
from aftercare.people.models import OrganisationKind


def clock_of(complaint: Complaint) -> LegalClock | None:
    """The fifteen days of a consumer's complaint, until it is decided; None for others."""
    if not delays.is_consumer(complaint.customer):
        return None
    return delays.delay_clock(complaint.received_at, complaint.decided_at or complaint.closed_at)


def pressing(complaints: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """The undecided ones of consumers whose fifteen days are over or nearly so, oldest first."""
    since = now - delays.SURELY_RUNS + delays.SOON
    consumers = Q(customer__isnull=True) | Q(customer__kind=OrganisationKind.HOUSEHOLD)
    waiting = complaints.filter(consumers, state__in=sorted(UNDECIDED), received_at__lte=since)
    return waiting.order_by("received_at", "id")
