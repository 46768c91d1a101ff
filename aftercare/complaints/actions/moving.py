"""The moves of a complaint, how it is weighed, and what is noted about it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.complaints.actions.happening import check_worker
from aftercare.complaints.models import Complaint, Severity
from aftercare.complaints.rules import rank
from aftercare.complaints.states import MOVES, OF_COMPLAINANT, WITH_ACTION, ComplaintState
from aftercare.desk.actions.telling import VISITOR
from aftercare.kit import events, states
from aftercare.kit.errors import Refusal, check_words
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, known, record
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.plans.actions.happening import check_data


@transaction.atomic
def move_complaint(
    complaint: Complaint,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Complaint:
    """Carry out one move of the table `complaints.states.MOVES` that needs no action of its own.

    The complainant accepts, does not accept or withdraws without us; everything else is for those
    of the house who are impartial. id: of the event; the same form sent twice counts once.
    """
    if verb not in MOVES or verb in WITH_ACTION:
        raise Refusal(_("There is no such move."), code="unknown-move")
    if not (verb in OF_COMPLAINANT and _is_complainant(complaint, by)):
        check_worker(complaint, by)
    if known(complaint, id):
        return complaint
    said = _said(data or {}, MOVES[verb].needs)
    changes = _changes(verb, said, at)
    step = states.move(complaint, verb, moves=MOVES, revision=revision, changes=changes)
    record(happened(complaint, step.event, by=by, at=at, data=said, id=id), at=at)
    return complaint


@transaction.atomic
def weigh_complaint(
    complaint: Complaint,
    *,
    severity: str,
    safety: bool,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> Complaint:
    """Say how bad it is, and whether people are in danger; the queue follows."""
    check_worker(complaint, by)
    states.expect(complaint, revision)
    if not complaint.is_open:
        raise Refusal(_("This complaint is over."), code="wrong-state")
    if severity not in Severity.values:
        raise Refusal(_("Choose how serious it is."), field="severity")
    place = rank(safety=safety, severity=severity)
    states.write(complaint, changes={"severity": severity, "safety": safety, "rank": place})
    data = {"severity": severity, "safety": safety}
    record(happened(complaint, "complaint.weighed", by=by, at=at, data=data), at=at)
    return complaint


@transaction.atomic
def note_complaint(
    complaint: Complaint,
    text: str,
    *,
    by: Actor,
    at: datetime,
    internal: bool = True,
    about: str = "",
    id: uuid.UUID | None = None,
) -> Event:
    """Write a note; one that is not internal is shown to the complainant, who writes no others.

    about: the reference of what it came with, such as `letter/5`."""
    complainant = _is_complainant(complaint, by)
    if not complainant:
        check_worker(complaint, by)
    before = known(complaint, id)
    if before is not None:
        return before
    if not text.strip():
        raise Refusal(_("Write something first."), field="text")
    data: dict[str, Any] = {"text": text.strip(), "internal": internal and not complainant}
    if about:
        data["about"] = about
    return record(happened(complaint, "complaint.noted", by=by, at=at, data=data, id=id), at=at)[0]


@transaction.atomic
def ask_complainant(
    complaint: Complaint, *, by: Person, at: datetime, id: uuid.UUID | None = None
) -> Event:
    """Ask the complainant once more whether the decision is accepted; a letter goes out.

    id: of the event; the same form sent twice asks once.
    """
    check_worker(complaint, by)
    events.take_turn()  # so that nobody is asked who answers at this moment
    before = known(complaint, id)
    if before is not None:
        return before
    complaint.refresh_from_db(fields=["state"])
    if complaint.state != ComplaintState.DECIDED:
        raise Refusal(_("There is no decision that waits for an answer."), code="wrong-state")
    return record(happened(complaint, "complaint.asked", by=by, at=at, id=id), at=at)[0]


def _is_complainant(complaint: Complaint, by: Actor) -> bool:
    """The customer who complained, or a visitor, whom the portal let in by the private link."""
    if isinstance(by, Person):
        return by.role == Role.CUSTOMER and by.organisation_id == complaint.customer_id
    return by.reference == VISITOR


def _said(data: Mapping[str, Any], needed: tuple[str, ...]) -> dict[str, str]:
    check_data(data)
    said = {name: str(value).strip() for name, value in data.items() if str(value or "").strip()}
    check_words(**{name: said.get(name, "") for name in needed})
    return said


def _changes(verb: str, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
    if verb == "acknowledge":
        return {"acknowledged_at": at}
    if verb == "take_further":
        return {"recourse": said["reason"]}
    return {"closed_at": at} if verb in {"close", "withdraw"} else {}
