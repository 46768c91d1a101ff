"""Who hears of a complaint: headquarters at once, and of what the complainant adds whoever looks
into it."""

from aftercare.complaints import queries
from aftercare.complaints.models import Complaint
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.promises import actions as promises


def tell_headquarters(event: Event) -> None:
    """The service managers are told, except whom the complaint is about."""
    complaint = Complaint.objects.get(pk=event.subject.partition("/")[2])
    told = queries.impartial_heads(complaint)
    promises.tell(told, subject=event.subject, kind=event.kind, at=event.recorded_at)


def tell_of_complainant(event: Event) -> None:
    """What the complainant writes or answers is told to whoever looks into it; else the heads."""
    complaint = Complaint.objects.get(pk=event.subject.partition("/")[2])
    if event.actor.startswith("person/") and not _wrote(complaint, event):
        return
    tell(complaint, event)


def tell(complaint: Complaint, event: Event) -> None:
    """Tell whoever looks into a complaint; while there is nobody, the heads it is not about."""
    investigator = complaint.investigator
    told = [investigator] if investigator is not None and investigator.is_active else []
    people = told or queries.impartial_heads(complaint)
    promises.tell(people, subject=complaint.reference, kind=event.kind, at=event.recorded_at)


def _wrote(complaint: Complaint, event: Event) -> bool:
    """Whether one of the customer wrote it, who has an account."""
    key = references.key_of(event.actor, "person")
    theirs = Person.objects.filter(pk=key or 0, organisation=complaint.customer_id)
    return theirs.filter(role=Role.CUSTOMER).exists()
