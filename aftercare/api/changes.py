"""What happened to a record since somebody looked at it, for whom was too late."""

from typing import Any

from django.http import HttpRequest

from aftercare.kit.http.answers import expected
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role

MOST = 20


def since(request: HttpRequest, subject: str) -> list[dict[str, Any]]:
    """The events of a record after the revision the caller named; a customer is told none."""
    person, seen = request.user, expected(request)  # type: ignore[arg-type]
    if not isinstance(person, Person) or person.role == Role.CUSTOMER or seen is None:
        return []
    rows = Event.objects.filter(subject=subject, data__revision__gt=seen).order_by("sequence")
    return [
        {"kind": event.kind, "occurred_at": event.occurred_at, "by": event.actor_name}
        for event in rows[:MOST]
    ]
