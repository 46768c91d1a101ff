"""Who can be handed something, and how that stands on the record of it."""

from typing import Any

from aftercare.people.models import Department, Organisation, Person
from aftercare.people.roles import Role

Receiver = Person | Department | Organisation


def standing_with(to: Receiver) -> dict[str, Any]:
    """The columns of what somebody was handed: a person, a department or a dealer."""
    if isinstance(to, Person):
        return {"responsible": to, "department": to.department, "organisation": dealer_of(to)}
    if isinstance(to, Department):
        return {"responsible": None, "department": to, "organisation": None}
    return {"responsible": None, "department": None, "organisation": to}


def house_of(to: Receiver) -> int:
    """The key of the organisation a receiver belongs to."""
    return to.pk if isinstance(to, Organisation) else to.organisation_id


def dealer_of(person: Person) -> Organisation | None:
    """The dealer a person works for; None for our own people."""
    return person.organisation if person.role == Role.DEALER else None


def reference_of(to: Receiver) -> str:
    """How events name a receiver."""
    return f"department/{to.pk}" if isinstance(to, Department) else to.reference
