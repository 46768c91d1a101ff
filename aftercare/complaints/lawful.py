"""The clock of the law on the complaints of consumers."""

from datetime import datetime

from django.db.models import Q, QuerySet

from aftercare.complaints import queries
from aftercare.complaints.models import Complaint
from aftercare.complaints.states import UNDECIDED
from aftercare.coverage import delays, reminding
from aftercare.coverage.delays import LegalClock
from aftercare.coverage.reminding import Requests
from aftercare.people.models import OrganisationKind, Person

CONSUMERS = Q(customer__isnull=True) | Q(customer__kind=OrganisationKind.HOUSEHOLD)
# What was decided and is looked into again was answered, and its clock has ended.
UNANSWERED = CONSUMERS & Q(state__in=sorted(UNDECIDED), decided_at=None)


def clock_of(complaint: Complaint) -> LegalClock | None:
    """The fifteen days of a consumer's complaint, until it is decided; None for others."""
    if not delays.is_consumer(complaint.customer):
        return None
    return delays.delay_clock(complaint.received_at, complaint.decided_at or complaint.closed_at)


def pressing(complaints: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """The unanswered ones of consumers whose fifteen days are over or nearly so, oldest first."""
    since = now - delays.SURELY_RUNS + delays.SOON
    return complaints.filter(UNANSWERED, received_at__lte=since).order_by("received_at", "id")


def remind(at: datetime) -> int:
    """Tell whoever looks into a consumer's complaint, and the service managers it is not about,
    before the fifteen days run out and when they have; how many."""
    return reminding.remind(REQUESTS, at)


def _waiting() -> QuerySet[Complaint]:
    """The complaints of consumers that nobody has answered."""
    rows = Complaint.objects.select_related("customer", "agreement", "investigator")
    return rows.filter(UNANSWERED)


def _people(complaint: Complaint, _at: datetime) -> list[Person]:
    one = complaint.investigator
    investigating = [one] if one is not None and one.is_active else []
    return [*investigating, *queries.impartial_heads(complaint)]


REQUESTS = Requests(_waiting, "received_at", clock_of, _people)
