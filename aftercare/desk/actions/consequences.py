"""What a late promise brings on a case: proposals a person then decides on.

Each is an event of the case and happens once; the pages show it until somebody acts on it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries
from aftercare.desk.models import Case
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, known, record
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Power


def propose_replacement(case: Case, *, by: Actor, at: datetime) -> None:
    """Put a new unit of the same brand and model up for decision (P09-36)."""
    _once(case, "replacement.proposed", by, at, {"offer": "new-unit"})


def propose_reassignment(case: Case, *, by: Actor, at: datetime) -> None:
    """Ask the dispatcher for another technician (P14-32)."""
    _once(case, "reassignment.proposed", by, at, {"from": _responsible(case)})


def open_corrective_action(case: Case, *, by: Actor, at: datetime) -> None:
    """Open a corrective action: cause, action, owner and effect are asked for."""
    _once(case, "corrective_action.opened", by, at, {})


def block_claims(case: Case, *, by: Actor, at: datetime) -> None:
    """Hold back the dealer's claims from this case; the user is served all the same (P06-17)."""
    _once(case, "claims.blocked", by, at, {})


@transaction.atomic
def answer_proposal(
    case: Case,
    proposal: str,
    *,
    accepted: bool,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """What was decided about a proposal that a late promise had made; needs a reason.

    proposal: its event kind, such as `replacement.proposed`. Refused when none is waiting.
    """
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return case
    states.expect(case, revision)
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    if proposal not in queries.open_proposals(case):
        raise Refusal(_("This has been decided already."), code="wrong-state")
    data = {"proposal": proposal, "accepted": accepted, "reason": reason.strip()}
    record(happened(case, "proposal.answered", by=by, at=at, data=data, id=id), at=at)
    return case


@transaction.atomic
def _once(case: Case, kind: str, by: Actor, at: datetime, data: Mapping[str, Any]) -> None:
    if not Event.objects.filter(subject=case.reference, kind=kind).exists():
        record(happened(case, kind, by=by, at=at, data=data), at=at)


def _responsible(case: Case) -> str:
    return case.responsible.reference if case.responsible else ""
