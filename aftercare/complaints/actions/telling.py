"""Headquarters hears of every complaint at once."""

from aftercare.complaints import queries
from aftercare.complaints.models import Complaint
from aftercare.kit.models import Event
from aftercare.promises import actions as promises


def tell_headquarters(event: Event) -> None:
    """The service managers are told, except whom the complaint is about."""
    complaint = Complaint.objects.get(pk=event.subject.partition("/")[2])
    told = queries.impartial_heads(complaint)
    promises.tell(told, subject=event.subject, kind=event.kind, at=event.recorded_at)
