"""Corrective actions: cause, action, owner, day, and a check of the effect by somebody else."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.complaints import queries
from aftercare.complaints.models import CorrectiveAction
from aftercare.complaints.states import CORRECTING, CorrectiveState
from aftercare.kit import days, events, states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.events import Actor
from aftercare.kit.happening import begun, happened, record
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.promises import subjects

OPENED = "corrective_action.opened"


@dataclass(frozen=True)
class Plan:
    """Why it happened, what is done about it, by whom, until which day."""

    cause: str
    action: str
    owner: Person
    due_on: date


@transaction.atomic
def open_action(
    *,
    origin: str,
    origin_name: str,
    matter: str,
    by: Actor,
    at: datetime,
    id: uuid.UUID | None = None,
) -> CorrectiveAction:
    """Open one for a complaint, a case or whatever else it came of; `origin` is a reference.

    id: of the event; the same form sent twice opens one.
    """
    if isinstance(by, Person):
        _check_corrector(by)
    events.take_turn()  # so that the same form, sent twice at once, opens one
    before = begun(id, OPENED, by=by)
    if before is not None:
        return CorrectiveAction.objects.get(pk=before)
    if not matter.strip():
        raise Refusal(_("Say what must not happen again."), field="matter")
    made = CorrectiveAction.objects.create(
        state=CorrectiveState.OPEN, origin=origin, origin_name=origin_name[:200],
        matter=matter.strip()[:200], opened_at=at,
    )  # fmt: skip
    data = {"origin": origin, "matter": made.matter}
    record(happened(made, OPENED, by=by, at=at, data=data, id=id, begins=True), at=at)
    return made


def open_for_plan(event: Event) -> None:
    """A plan wants one because a promise is late: open it for what the promise was about."""
    kind = event.subject.partition("/")[0]
    if kind == CorrectiveAction._meta.model_name:
        return
    name = subjects.told(event.subject)[0] if kind in {"case", "complaint"} else event.subject
    open_action(
        origin=event.subject, origin_name=name, matter=name, by=events.SYSTEM,
        at=event.occurred_at,
    )  # fmt: skip


@transaction.atomic
def plan_action(
    action: CorrectiveAction, plan: Plan, *, by: Person, at: datetime, revision: int | None = None
) -> CorrectiveAction:
    """Say why it happened, what is done, by whom and until when; may be said anew until done."""
    _check_corrector(by)
    check_words(cause=plan.cause, action=plan.action)
    if not queries.owners().filter(pk=plan.owner.pk).exists():
        raise Refusal(_("Choose somebody of the house."), field="owner")
    if plan.due_on < days.today(at):
        raise Refusal(_("This day has passed already."), field="due_on")
    changes = {"cause": plan.cause.strip(), "action": plan.action.strip(), "owner": plan.owner,
               "due_on": plan.due_on}  # fmt: skip
    told = {"cause": changes["cause"], "action": changes["action"],
            "owner": plan.owner.reference, "due_on": plan.due_on.isoformat()}  # fmt: skip
    return _move(action, "plan", changes, told, by, at, revision)


@transaction.atomic
def finish_action(
    action: CorrectiveAction, report: str, *, by: Person, at: datetime, revision: int | None = None
) -> CorrectiveAction:
    """What was done; by its owner, or by who plans corrective actions."""
    if action.owner_id != by.pk:
        _check_corrector(by)
    check_words(report=report)
    said = {"report": report.strip()}
    return _move(action, "finish", said, said, by, at, revision)


@transaction.atomic
def check_effect(
    action: CorrectiveAction,
    effect: str,
    *,
    effective: bool,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> CorrectiveAction:
    """Whether it helped, with the evidence; never by its owner. Without effect it is open again."""
    _check_corrector(by)
    if action.owner_id == by.pk:
        raise NotAllowed(_("Somebody other than the owner checks the effect."))
    check_words(effect=effect)
    changes = {"effect": effect.strip(), "checked_by": by, "closed_at": at if effective else None}
    verb = "confirm" if effective else "reject"
    return _move(action, verb, changes, {"effect": effect.strip()}, by, at, revision)


def _move(
    action: CorrectiveAction,
    verb: str,
    changes: dict[str, Any],
    told: dict[str, Any],
    by: Person,
    at: datetime,
    revision: int | None,
) -> CorrectiveAction:
    step = states.move(action, verb, moves=CORRECTING, revision=revision, changes=changes)
    record(happened(action, step.event, by=by, at=at, data=told), at=at)
    return action


def _check_corrector(by: Person) -> None:
    if not queries.corrects(by):
        raise NotAllowed(_("Corrective actions are for heads and quality."))
