"""Everything that changes a person."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from aftercare.kit import events, states
from aftercare.people.models import Person

PREFERENCES = frozenset({"language", "time_zone", "phone", "email"})


@transaction.atomic
def change_preferences(
    person: Person, *, changes: Mapping[str, str], by: Person, at: datetime
) -> Person:
    """Set what a person decides about themselves; nothing happens when nothing differs.

    `changes` names fields of `PREFERENCES`; ValueError for another. `Stale` when the person was
    changed meanwhile.
    """
    if unknown := set(changes) - PREFERENCES:
        raise ValueError(f"not a preference: {', '.join(sorted(unknown))}")
    different = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if different:
        states.write(person, changes=different)
        events.record(
            events.Happened(
                "person.preferences-changed", person.reference, at, by,
                data={"fields": sorted(different)},
            )
        )  # fmt: skip
    return person


@transaction.atomic
def change_password(person: Person, *, password: str, by: Person, at: datetime) -> Person:
    """Set a new password; other sessions of this person end with it."""
    states.write(person, changes={"password": make_password(password)})
    events.record(events.Happened("person.password-changed", person.reference, at, by))
    return person
