"""What people were told: reading it."""

from collections.abc import Collection
from datetime import datetime

from aftercare.people.models import Person
from aftercare.promises.models import Alert


def read_alerts(*, by: Person, at: datetime, only: Collection[int] | None = None) -> int:
    """Mark one's own alerts as read, all of them or some by their keys; how many were not before.

    No event: that somebody has looked changes nothing that was promised.
    """
    unread = Alert.objects.filter(person=by, read_at__isnull=True)
    if only is not None:
        unread = unread.filter(pk__in=only)
    return unread.update(read_at=at)
