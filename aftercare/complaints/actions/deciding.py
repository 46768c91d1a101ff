"""Who looks into a complaint, and what is decided."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.complaints import queries
from aftercare.complaints.actions.happening import check_impartial, check_worker
from aftercare.complaints.models import Cause, Complaint, Outcome
from aftercare.complaints.states import MOVES
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power


@transaction.atomic
def appoint_investigator(
    complaint: Complaint,
    to: Person,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Complaint:
    """Name who looks into it: never the person complained about, nor who reports to them, nor
    somebody of the department complained about."""
    check_worker(complaint, by)
    if known(complaint, id):
        return complaint
    check_impartial(complaint, to, field="investigator")
    if not queries.investigators_for(complaint).filter(pk=to.pk).exists():
        raise Refusal(_("Choose somebody of the house who judges cases."), field="investigator")
    changes = {"investigator": to}
    step = states.move(complaint, "investigate", moves=MOVES, revision=revision, changes=changes)
    data = {"to": to.reference, "to_name": to.name, "responsible": to.reference}
    record(happened(complaint, step.event, by=by, at=at, data=data, id=id), at=at)
    return complaint


@transaction.atomic
def decide_complaint(
    complaint: Complaint,
    *,
    finding: str,
    outcome: str,
    cause: str,
    decision: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Complaint:
    """Decide, and send the decision: from here the complainant reads it by the private link or
    the account.

    finding: what the investigation found; stays in the house. decision: what is sent. By the
    investigator, or a head of the house who is impartial.
    """
    check_worker(complaint, by)
    if known(complaint, id):
        return complaint
    if complaint.investigator_id != by.pk and not by.may(Power.OVERRULE):
        raise NotAllowed(_("The investigator decides, or a head of the house."))
    check_words(finding=finding, decision=decision)
    if outcome not in Outcome.values:
        raise Refusal(_("Choose whether the complaint was right."), field="outcome")
    if cause not in Cause.values:
        raise Refusal(_("Choose what brought it about."), field="cause")
    told = {"outcome": outcome, "cause": cause, "decision": decision.strip()}
    changes = {**told, "finding": finding.strip(), "decided_at": at}
    step = states.move(complaint, "decide", moves=MOVES, revision=revision, changes=changes)
    record(happened(complaint, step.event, by=by, at=at, data=told, id=id), at=at)
    return complaint
