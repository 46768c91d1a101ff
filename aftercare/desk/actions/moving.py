"""The moves of a case: each goes through the table, and each leaves an event."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import entries
from aftercare.desk.actions.certifying import check_certified
from aftercare.desk.actions.excluding import check_not_excluded
from aftercare.desk.actions.gating import Passing, pass_gates
from aftercare.desk.actions.happening import check_moment, check_said
from aftercare.desk.actions.receiving import (
    Receiver,
    dealer_of,
    house_of,
    reference_of,
    standing_with,
)
from aftercare.desk.actions.splitting import check_parts_done, withdraw_parts
from aftercare.desk.models import Case
from aftercare.desk.states import ANSWERS, MOVES, CaseState
from aftercare.kit import search, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans.language import vocabulary

BY_CUSTOMER = frozenset({"confirm", "reopen", "withdraw"})


@transaction.atomic
def move_case(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    occurred_at: datetime | None = None,
    revision: int | None = None,
    data: Mapping[str, Any] | None = None,
    passing: Passing | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Carry out one move of the table `desk.states.MOVES`.

    occurred_at: when it happened, if it is entered later; clocks judge by it. data: what the move
    needs, such as the reason of a wait or the solution. passing: who lets it through a closed gate
    of the plan; without, `HeldBack`. id: of the event; the same form sent twice counts once.
    """
    _check_power(verb, by)
    if known(case, id):
        return case
    moment = occurred_at or at
    content = _checked(verb, data or {})
    if occurred_at is not None:
        check_moment(case, occurred_at, at)
    states.check(case, verb, moves=MOVES, revision=revision)
    if verb == "solve":
        check_parts_done(case)
    content |= pass_gates(case, MOVES[verb].event, passing)
    before = case.state
    changes = _changes(case, verb, content, moment)
    step = states.move(
        case,
        verb,
        moves=MOVES,
        revision=revision,
        changes=changes,
        to=case.resumes_to or CaseState.ANSWERED,
    )
    events = [happened(case, step.event, by=by, at=moment, data=content, id=id)]
    if before == CaseState.REGISTERED and verb in ANSWERS:
        events.insert(0, happened(case, "case.answered", by=by, at=moment))
    if verb == "need_visit":
        events[-1] = _with_facts(case, events[-1])
    record(*events, at=at)
    if verb == "withdraw":
        withdraw_parts(case, reason=content["reason"], by=by, at=moment)
    if verb == "solve":
        search.index(*entries.of_cases([case]))
    return case


@transaction.atomic
def forward_case(
    case: Case,
    *,
    to: Receiver,
    by: Person,
    at: datetime,
    note: str = "",
    despite: str = "",
    revision: int | None = None,
    passing: Passing | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Hand the case to a person, a department or a dealer; from here it must be arranged in
    time.

    A dealer hands on only within its own house and does not push users back to us (P06-26).
    despite: why a head sends somebody without a certificate that the case asks for.
    """
    _check_power("forward", by)
    if known(case, id):
        return case
    if by.role == Role.DEALER and house_of(to) != by.organisation_id:
        raise NotAllowed(_("A dealer may not push the customer on to somebody else."), field="to")
    check_not_excluded(case, to)
    overruled = check_certified(case, to, by=by, at=at, despite=despite)
    changes = standing_with(to)
    states.check(case, "forward", moves=MOVES, revision=revision)
    passed = pass_gates(case, "case.forwarded", passing)
    states.move(case, "forward", moves=MOVES, revision=revision, changes=changes)
    data = {"to": reference_of(to), "to_name": to.name, "note": note, **passed, **_answerable(case)}
    record(*overruled, happened(case, "case.forwarded", by=by, at=at, data=data, id=id), at=at)
    search.index(*entries.of_cases([case]))
    return case


@transaction.atomic
def assign_case(
    case: Case,
    *,
    to: Person,
    by: Person,
    at: datetime,
    despite: str = "",
    revision: int | None = None,
    passing: Passing | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """Name the one person who is responsible now; a dealer names somebody of its own house.

    despite: why a head names somebody without a certificate that the case asks for.
    """
    _check_power("assign", by)
    if known(case, id):
        return case
    if by.role == Role.DEALER and house_of(to) != by.organisation_id:
        raise NotAllowed(_("A dealer may not push the customer on to somebody else."), field="to")
    states.expect(case, revision)
    if not case.is_open:
        raise Refusal(_("This case is closed; reopen it first."), code="wrong-state")
    check_not_excluded(case, to)
    overruled = check_certified(case, to, by=by, at=at, despite=despite)
    passed = pass_gates(case, "case.assigned", passing)
    states.write(case, changes={"responsible": to, "organisation": dealer_of(to)})
    data = {"to": to.reference, "to_name": to.name, **passed, **_answerable(case)}
    record(*overruled, happened(case, "case.assigned", by=by, at=at, data=data, id=id), at=at)
    search.index(*entries.of_cases([case]))
    return case


def _check_power(verb: str, by: Actor) -> None:
    if not isinstance(by, Person):
        return
    allowed = by.may(Power.HANDLE_CASES) or (by.role == Role.CUSTOMER and verb in BY_CUSTOMER)
    if not allowed:
        raise NotAllowed(_("You may not do this with a case."))


def _checked(verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if verb not in MOVES:
        raise Refusal(_("There is no such move."), code="unknown-move")
    check_said(data, MOVES[verb].needs)
    if verb == "wait" and data["reason"] not in vocabulary.WAITING:
        raise Refusal(_("Choose one of the reasons for waiting."), field="reason")
    return dict(data)


def _changes(case: Case, verb: str, data: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    if verb == "wait":
        return {"waiting_reason": data["reason"], "resumes_to": case.state}
    changes: dict[str, Any] = {"waiting_reason": "", "resumes_to": ""}
    if verb == "solve":
        changes |= {"solution": data["solution"], "solved_at": moment}
    elif verb in {"close", "withdraw"}:
        changes |= {"closed_at": moment}
    elif verb == "reopen":
        changes |= {"solved_at": None, "closed_at": None}
    elif verb == "need_visit":
        changes |= {"needs": "visit"}
    return changes


def _with_facts(case: Case, event: Happened) -> Happened:
    return happened(
        case,
        event.kind,
        by=event.by,
        at=event.at,
        data={**event.data, "facts": case.facts},
        id=event.id,
    )


def _answerable(case: Case) -> dict[str, str]:
    """Who is answerable from now on; empty words clear the name that was there."""
    return {
        "responsible": case.responsible.reference if case.responsible else "",
        "organisation": case.organisation.reference if case.organisation else "",
    }
