"""The emergency technical plan: drafted in versions, approved by the head (P14-27)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.emergency import queries, rules
from aftercare.emergency.actions.happening import check_open, check_worker, known, on_case, tell
from aftercare.emergency.models import EmergencyPlan, Incident
from aftercare.emergency.rules import Unfit
from aftercare.emergency.states import MOVES, IncidentState, MeasureState
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.happening import happened, record
from aftercare.people.models import Person

DRAFTED, APPROVED = "incident.plan-drafted", "incident.plan-approved"
WHY: Mapping[Unfit, Any] = {
    Unfit.NOT_HEAD: _("The head of this incident approves the plan."),
    Unfit.OWN: _("You drafted this plan yourself; another one who is there approves it."),
    Unfit.NOT_OTHER: _("The head drafted this plan; somebody else who is there approves it."),
}


@transaction.atomic
def draft_plan(
    incident: Incident,
    text: str,
    *,
    by: Person,
    at: datetime,
    after: int | None = None,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> EmergencyPlan:
    """Write a version of the plan; those before it stay as they are, and the head is told.

    after: the version it was written on (0: none); refused when another one came meanwhile.
    """
    check_worker(incident, by)
    before = known(incident, id, DRAFTED)
    if before is not None:
        return incident.plans.get(version=before.data["version"])
    check_open(incident)
    check_words(text=text)
    last = incident.plans.first()
    version = last.version if last else 0
    if after is not None and after != version:
        told = _("Version %(version)s came meanwhile. Read it, then send yours again.")
        raise Refusal(told % {"version": version}, field="text", code="newer-version")
    states.expect(incident, revision)
    states.write(incident, changes={})
    made = EmergencyPlan.objects.create(
        incident=incident, version=version + 1, text=text.strip(), drafted_by=by, drafted_at=at
    )
    data = {"version": made.version, "text": made.text}
    record(happened(incident, DRAFTED, by=by, at=at, data=data, id=id), at=at)
    tell(incident, approvers(incident, made), DRAFTED, at)
    return made


@transaction.atomic
def approve_plan(
    incident: Incident,
    version: int,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> EmergencyPlan:
    """Approve the latest version; its promise on each case is kept then.

    By the head; what the head drafted by another one who is there (`rules.unfit`).
    """
    before = known(incident, id, APPROVED)
    if before is not None:
        return incident.plans.get(version=before.data["version"])
    plan = incident.plans.first()
    if plan is None or plan.version != version:
        raise Refusal(_("Only the latest version can be approved."), code="newer-version")
    why = unfitness(incident, plan, by)
    if why is not None:
        raise NotAllowed(WHY[why], code="unfit")
    if plan.approved_at is not None:
        raise Refusal(_("This version is approved already."), code="wrong-state")
    verb = "approve_again" if incident.state == IncidentState.ACTED else "approve"
    step = states.move(incident, verb, moves=MOVES, revision=revision)
    plan.approved_by, plan.approved_at = by, at
    plan.save(update_fields=["approved_by", "approved_at"])
    told = happened(incident, step.event, by=by, at=at, data={"version": plan.version}, id=id)
    on_cases = [
        on_case(case, "emergency.planned", incident, by=by, at=at)
        for case in queries.cases_of(incident)
    ]
    record(told, *on_cases, at=at)
    if incident.measures.filter(state=MeasureState.OPEN).exists():
        begin_acting(incident, by=by, at=at)
    return plan


def begin_acting(incident: Incident, *, by: Person, at: datetime) -> None:
    """With an approved plan and a measure, the incident is being acted on."""
    if incident.state == IncidentState.PLANNED:
        step = states.move(incident, "act", moves=MOVES)
        record(happened(incident, step.event, by=by, at=at), at=at)


def unfitness(incident: Incident, plan: EmergencyPlan, by: Person) -> Unfit | None:
    """Why a person may not approve a version; None when they may."""
    there = incident.summons.filter(here_at__isnull=False).values_list("person_id", flat=True)
    head = queries.head_of(incident)
    return rules.unfit(by.pk, drafter=plan.drafted_by_id, head=head.pk, present=set(there))


def approvers(incident: Incident, plan: EmergencyPlan) -> list[Person]:
    """Who is asked to approve a version."""
    people = [one.person for one in queries.summons_of(incident)]
    return [one for one in people if unfitness(incident, plan, one) is None]
