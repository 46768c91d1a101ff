"""Events of an incident, who may act on one, and who is told: the same before every change."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import Case
from aftercare.emergency import queries
from aftercare.emergency.models import Incident
from aftercare.kit import events, happening
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.promises import actions as promises


def on_case(case: Case, kind: str, incident: Incident, *, by: Actor, at: datetime) -> Happened:
    """What happens on a case because of an incident; the clocks of the case follow it (P14-27)."""
    data = {"incident": incident.number, "text": str(incident), "internal": True}
    return happening.happened(case, kind, by=by, at=at, data=data)


def known(incident: Incident, id: uuid.UUID | None, kind: str) -> Event | None:
    """The event of a form that was sent before; `IdUsed` when it was something else.

    Takes the turn to append first, so that of the same form, sent twice at once, one acts.
    """
    events.take_turn()
    incident.refresh_from_db()
    return happening.known(incident, id, kind)


def check_worker(incident: Incident, by: Actor) -> None:
    """Refused for all but those who were convened and our people who handle every case."""
    if not isinstance(by, Person) or by.handles_every_case:
        return
    if not queries.is_convened(incident, by):
        raise NotAllowed(_("You may not do this with an incident."))


def check_open(incident: Incident) -> None:
    """Refused once it is closed."""
    if not incident.is_open:
        raise Refusal(_("This incident is closed."), code="wrong-state")


def tell(incident: Incident, people: Iterable[Person], kind: str, at: datetime) -> None:
    """Tell people in the program; the worker has a letter sent where there is one."""
    promises.tell(people, subject=incident.reference, kind=kind, at=at)
