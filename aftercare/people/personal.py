"""What is kept about one person, why, for how long; and making it unrecognisable.

Every folder that keeps such data has a module `personal` with the same two functions; the setting
PERSONAL_DATA names them, those above first. After the Personal Information Protection Law:
purpose and retention (art. 17, 19), copy (45), deletion (47).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from aftercare.kit import search, states
from aftercare.kit.models import Event
from aftercare.people import queries
from aftercare.people.models import Person

HISTORY_SHOWN = 1000


@dataclass(frozen=True)
class Kept:
    """Some rows about a person, with their purpose and how long they are kept."""

    what: Any
    purpose: Any
    until: Any
    rows: Sequence[Mapping[str, Any]]


def mask_of(person: Person) -> str:
    """What stands in records instead of a name."""
    return f"#{person.pk}"


def kept(person: Person) -> list[Kept]:
    """Who they are, and what happened to their record."""
    about = {
        "name": person.name, "phone": person.phone, "email": person.email,
        "wechat": person.wechat,
        "username": person.username or "", "role": person.role,
        "organisation": person.organisation.name, "language": person.language,
        "time_zone": person.time_zone,
    }  # fmt: skip
    events = Event.objects.filter(subject=person.reference).order_by("sequence")
    history = [
        {"at": event.occurred_at, "kind": event.kind, "by": event.actor}
        for event in events[:HISTORY_SHOWN]
    ]
    return [
        Kept(_("Person"), _("to reach and recognise you in service matters"),
             _("until masked, when there is no service relation any more"), [about]),
        Kept(_("History of the record"), _("proof of who changed what"),
             _("as long as the records it proves"), history),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """Name, telephone, address and sign-in name go; role and organisation stay for the records."""
    changes = {
        "name": mask_of(person), "phone": "", "email": "", "wechat": "", "username": None,
        "language": "", "time_zone": "", "password": make_password(None),
        "session_round": person.session_round + 1,
    }  # fmt: skip
    states.write(person, changes=changes)
    search.index(*queries.person_entries([person], at))
