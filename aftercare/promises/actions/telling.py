"""What people are told of what was said, and reading what one was told."""

from collections.abc import Collection, Iterable
from datetime import datetime

from aftercare.people.models import Person
from aftercare.promises.models import Alert


def tell(people: Iterable[Person], *, subject: str, kind: str, at: datetime) -> None:
    """Tell people that something was said about a subject; of two alike that are not read the first
    stands for both. No event: what was said is one already."""
    alerts = [Alert(person=one, subject=subject, step=kind, created_at=at) for one in people]
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)


def read_alerts(*, by: Person, at: datetime, only: Collection[int] | None = None) -> int:
    """Mark one's own alerts as read, all of them or some by their keys; how many were not before.

    No event: that somebody has looked changes nothing that was promised.
    """
    unread = Alert.objects.filter(person=by, read_at__isnull=True)
    if only is not None:
        unread = unread.filter(pk__in=only)
    return unread.update(read_at=at)
