"""What is recorded on a case without moving it: notes, visits, opinions, loans, ratings."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import certifying
from aftercare.desk.actions.causing import check_file
from aftercare.desk.actions.gating import Passing, pass_gates
from aftercare.desk.actions.handing_back import after_check
from aftercare.desk.actions.happening import check_moment, check_said
from aftercare.desk.models import Case
from aftercare.desk.states import OPEN, RECORDS, CaseState
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import happened, known, record
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans import actions as plans


@transaction.atomic
def record_on_case(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    occurred_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    passing: Passing | None = None,
    id: uuid.UUID | None = None,
) -> Event:
    """Record something that happened on a case, such as an arrival; it is judged by
    `occurred_at`. A gate of the plan may hold it back, see `move_case`."""
    _check_power(by)
    before = known(case, id, kind)
    if before is not None:
        return before
    if kind not in RECORDS:
        raise Refusal(_("This cannot be recorded on a case."), field="kind")
    content = dict(data or {})
    check_said(content, RECORDS[kind])
    check_file(case, kind, content, by)
    moment = occurred_at or at
    check_moment(case, moment, at)
    if kind == "visit.agreed":
        content["agreed_for"] = _agreed(content, moment)
    if kind == "visit.arrived":
        content |= _papers(case, moment)
    more = _after(case, kind, content, by, moment)
    content |= pass_gates(case, kind, passing)
    return record(happened(case, kind, by=by, at=moment, data=content, id=id), *more, at=at)[0]


@transaction.atomic
def note_case(
    case: Case,
    text: str,
    *,
    by: Actor,
    at: datetime,
    internal: bool = True,
    about: str = "",
    id: uuid.UUID | None = None,
) -> Event:
    """Write a note; one that is not internal is shown to the customer, who writes no others.

    about: the reference of what it came with, such as `letter/5`."""
    customer = isinstance(by, Person) and by.role == Role.CUSTOMER
    if not customer:
        _check_power(by)
    before = known(case, id, "case.noted")
    if before is not None:
        return before
    if not text.strip():
        raise Refusal(_("Write something first."), field="text")
    data: dict[str, Any] = {"text": text.strip(), "internal": internal and not customer}
    if about:
        data["about"] = about
    return record(happened(case, "case.noted", by=by, at=at, data=data, id=id), at=at)[0]


@transaction.atomic
def rate_case(
    case: Case,
    stars: int,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """The customer's own rating, one to five; given once and never edited (E-Commerce Law Art.
    17). Nobody of the house rates for them."""
    if isinstance(by, Person) and by.role != Role.CUSTOMER:
        raise NotAllowed(_("Only the customer rates a case."))
    if known(case, id):
        return case
    states.expect(case, revision)
    if not 1 <= stars <= 5:
        raise Refusal(_("Choose one to five stars."), field="stars")
    if case.rating is not None:
        raise Refusal(_("This case has been rated already."), code="wrong-state")
    if case.is_open or case.state == CaseState.WITHDRAWN:
        raise Refusal(_("It can be rated once it is solved."), code="wrong-state")
    states.write(case, changes={"rating": stars}, expected={"rating": None})
    data = {"stars": stars, "text": text.strip()}
    record(happened(case, "case.rated", by=by, at=at, data=data, id=id), at=at)
    return case


@transaction.atomic
def offer_loan(case: Case, *, by: Actor, at: datetime) -> Case:
    """Offer a unit of the same grade, free, until the fault is solved (P01-07); offered once."""
    if case.loan or case.state not in OPEN:
        return case
    states.write(case, changes={"loan": "offered"})
    record(happened(case, "loan.offered", by=by, at=at, data={"free": True}), at=at)
    return case


@transaction.atomic
def answer_loan(
    case: Case,
    *,
    accepted: bool,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Case:
    """What the customer says to the loan that was offered, in person or through the desk."""
    if not (isinstance(by, Person) and by.role == Role.CUSTOMER):
        _check_power(by)
    if known(case, id):
        return case
    states.expect(case, revision)
    if case.loan != "offered":
        raise Refusal(_("No loan unit is on offer."), code="wrong-state")
    states.write(case, changes={"loan": "accepted" if accepted else "declined"})
    data = {"offer": "loan-unit", "accepted": accepted}
    record(happened(case, "remedy.chosen", by=by, at=at, data=data, id=id), at=at)
    return case


@transaction.atomic
def raise_priority(case: Case, *, by: Actor, at: datetime) -> Case:
    """Put the case before the others."""
    if not case.high_priority:
        states.write(case, changes={"high_priority": True})
        record(happened(case, "priority.raised", by=by, at=at), at=at)
    return case


def _papers(case: Case, moment: datetime) -> dict[str, Any]:
    """The certificates that whoever arrives shows, as they stood on that day (P08-28)."""
    shown = certifying.recorded(certifying.shown_on_arrival(case, moment))
    return {"certificates": shown} if shown else {}


def _after(
    case: Case, kind: str, content: Mapping[str, Any], by: Actor, moment: datetime
) -> list[Happened]:
    """What follows from a record at once."""
    if kind == "case.arrangement_checked" and "found" in content:
        return after_check(case, content["found"], by=by, at=moment)
    return []


def _check_power(by: Actor) -> None:
    if isinstance(by, Person) and not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))


def _agreed(content: Mapping[str, Any], moment: datetime) -> str:
    agreed_for = plans.agreed_moment(content)
    if agreed_for is None or agreed_for < moment:
        raise Refusal(_("The agreed time must lie ahead."), field="agreed_for")
    return agreed_for.isoformat()
