"""When a hand-over is not taken up: the receiver declines, or the forwarder finds nothing arranged.

The user is never sent back to the company: what is declined goes to whoever forwarded it (P06-26).
What the forwarder's check finds not arranged goes to the leaders, and is noted against the
receiver, until somebody decides what follows for them (P06-40, P06-41).
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import entries, queries
from aftercare.desk.models import Case, Part
from aftercare.desk.states import DECLINE
from aftercare.kit import search, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.promises import actions as promises

NEGLECT = "neglect.noted"
DECLINED = "declined"
NOT_ARRANGED = "not arranged"
FOUND = frozenset({"arranged", "nothing"})


@transaction.atomic
def decline_case(
    case: Case,
    *,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """The receiver does not take the case: it goes back to whoever forwarded it, with the reason.

    The customer hears nothing and the clocks run on. That a dealer did so is noted against it.
    """
    if known(case, id):
        return case
    split = case.parts.exists()  # then it is with whoever split it, and nobody handed it to them
    if split or not by.may(Power.HANDLE_CASES) or not is_receiver(case, by):
        raise NotAllowed(_("Only who has been handed the case may decline it."))
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    states.check(case, "decline", moves={"decline": DECLINE}, revision=revision)
    receiver = queries.receiver_of(case)
    forwarder = queries.forwarder_of(case)
    changes = {
        "responsible": forwarder,
        "department": forwarder.department if forwarder else None,
        "organisation": forwarder.organisation
        if forwarder is not None and forwarder.role == Role.DEALER
        else None,
    }
    states.move(case, "decline", moves={"decline": DECLINE}, revision=revision, changes=changes)
    data: dict[str, Any] = {
        "reason": reason.strip(), **receiver,
        "to": forwarder.reference if forwarder else "", "to_name": forwarder.name if forwarder
        else "", "responsible": forwarder.reference if forwarder else "",
        "organisation": case.organisation.reference if case.organisation else "",
    }  # fmt: skip
    events = [happened(case, "case.declined", by=by, at=at, data=data, id=id)]
    if by.role == Role.DEALER:
        events.append(_neglect(case, DECLINED, receiver, by=by, at=at))
    record(*events, at=at)
    search.index(*entries.of_cases([case]))
    if forwarder is not None:
        promises.tell([forwarder], subject=case.reference, kind="case.declined", at=at)
    return case


def after_check(case: Case, found: str, *, by: Actor, at: datetime) -> list[Happened]:
    """What follows from the forwarder's check: nothing arranged is reported to the leaders and
    noted against the receiver; the events, to be recorded with the check itself."""
    if found not in FOUND:
        raise Refusal(_("Say whether something was arranged."), field="found")
    if found == "arranged":
        return []
    receiver = queries.receiver_of(case)
    leaders = list(queries.leaders())
    promises.tell(leaders, subject=case.reference, kind=NEGLECT, at=at)
    return [
        happened(case, "case.reported_upward", by=by, at=at),
        _neglect(case, NOT_ARRANGED, receiver, by=by, at=at),
    ]


def _neglect(
    case: Case, what: str, receiver: dict[str, str], *, by: Actor, at: datetime
) -> Happened:
    data = {"what": what, **receiver}
    return happened(case, NEGLECT, by=by, at=at, data=data)


def is_receiver(case: Case | Part, by: Person) -> bool:
    """Whether the case or part was handed to this person, their department or their house."""
    if case.responsible_id is not None:
        return case.responsible_id == by.pk
    if case.organisation_id is not None:
        return case.organisation_id == by.organisation_id
    return case.department_id is not None and case.department_id == by.department_id
