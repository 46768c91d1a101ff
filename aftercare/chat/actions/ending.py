"""How a consultation ends: answered, or as a case."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.chat import queries
from aftercare.chat.actions.happening import locked, record
from aftercare.chat.models import Consultation
from aftercare.chat.states import MOVES, Result, Standing
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit import events, references, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, Actor, Happened
from aftercare.kit.models import Event
from aftercare.kit.numbering import next_number
from aftercare.people import actions as people
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Role


@dataclass(frozen=True)
class Matter:
    """What a case is about that a conversation leads to; empty words are taken from the question.

    needs_visit: neither the web page nor the telephone can solve it (P08-21).
    """

    kind: str = "question"
    symptom: str = ""
    needs_visit: bool = False


@transaction.atomic
def end(
    consultation: Consultation,
    *,
    by: Actor,
    at: datetime,
    result: str = "",
    revision: int | None = None,
) -> Consultation:
    """End a conversation as answered. What the customer says of it counts before what the agent
    says; the worker ends silent ones."""
    is_customer = not _is_staff(by) and by != SYSTEM
    _check_own(consultation, by)
    said = result or (Result.CONFIRMED if is_customer else Result.ANSWERED)
    if not is_customer and by != SYSTEM and consultation.answered_at is None:
        raise Refusal(
            _("Nothing has been answered yet: answer, or register a case."), code="wrong-state"
        )
    changes = {"result": said, "ended_at": at, "last_at": at}
    states.move(consultation, "end", moves=MOVES, revision=revision, changes=changes)
    record(consultation, "consultation.ended", by=by, at=at, result=said)
    return consultation


@transaction.atomic
def answer_was_given(consultation: Consultation, *, by: Actor, at: datetime) -> Consultation:
    """The customer says that the question was answered, in the conversation or after it."""
    if consultation.is_open:
        return end(consultation, by=by, at=at, result=Result.CONFIRMED)
    if consultation.state != Standing.ENDED:
        raise Refusal(_("This conversation has become a case."), code="wrong-state")
    if consultation.result != Result.CONFIRMED:
        states.write(consultation, changes={"result": Result.CONFIRMED})
        record(consultation, "consultation.confirmed", by=by, at=at)
    return consultation


@transaction.atomic
def become_case(
    consultation: Consultation,
    *,
    by: Actor,
    at: datetime,
    matter: Matter | None = None,
    revision: int | None = None,
) -> Case:
    """Register what was asked as a case, reported when it was asked; asked again, the same case.

    An agent's try to answer counts as guidance, so that a visit may follow (P08-15, P08-21). Who
    is not known becomes a customer by the name and number they left.
    """
    matter = matter or Matter()
    if _is_staff(by):
        _check_own(consultation, by)
    events.take_turn()
    now = locked(consultation)
    if now.case is not None:
        return now.case
    states.check(now, "become_case", moves=MOVES, revision=revision)
    case = _registered(now, matter, by, at)
    changes = {
        "case": case, "customer": case.customer, "result": Result.CASE, "ended_at": at,
        "last_at": at,
    }  # fmt: skip
    states.move(now, "become_case", moves=MOVES, changes=changes)
    record(now, "consultation.became_case", by=by, at=at, case=case.reference, number=case.number)
    context = case.agreement.reference if case.agreement else ""
    data = {"consultation": now.pk, "remarks": now.last_number}
    attached = Happened("consultation.attached", case.reference, at, by, context, data)
    events.record(attached, recorded_at=at)
    consultation.refresh_from_db()
    return case


def follow_answer(event: Event) -> None:
    """Whoever answers the case answers the question it came from; its clock ends."""
    case = references.key_of(event.subject, "case")
    waiting = Consultation.objects.select_related("agreement").filter(answered_at=None)
    for one in waiting.filter(case=case) if case is not None else ():
        Consultation.objects.filter(pk=one.pk).update(answered_at=event.occurred_at)
        record(one, "consultation.answered", by=events.actor_of(event), at=event.recorded_at,
               occurred_at=event.occurred_at)  # fmt: skip


def _registered(consultation: Consultation, matter: Matter, by: Actor, at: datetime) -> Case:
    first = consultation.remarks.order_by("number")[0]
    symptom = (matter.symptom or consultation.title).strip()
    report = desk.Report(
        customer=consultation.customer or _customer(consultation, at),
        unit=consultation.unit,
        agreement=consultation.agreement,
        symptom=symptom,
        description=first.text if first.text != symptom else "",
        source="chat",
        kind=matter.kind,
        reporter_name=consultation.name,
        reporter_phone=consultation.phone,
    )
    registered = desk.register_case(
        report, by=by, at=at, reported_at=consultation.asked_at,
        id=uuid.uuid5(consultation.key, "case"),
    )  # fmt: skip
    case = registered.case
    agent = consultation.agent
    if agent is not None and consultation.answered_at is not None:
        desk.move_case(case, "guide", by=agent, at=at, occurred_at=consultation.answered_at)
    if matter.needs_visit:
        desk.move_case(case, "need_visit", by=by, at=at)
    return case


def _customer(consultation: Consultation, at: datetime) -> Organisation:
    """The customer with the number that was left, else a new one."""
    known = queries.customer_with(consultation.phone)
    if known is not None:
        return known
    return people.add_organisation(
        kind=OrganisationKind.HOUSEHOLD, code=next_number("K", at), name=consultation.name,
        phone=consultation.phone, by=SYSTEM, at=at,
    )  # fmt: skip


def _is_staff(by: Actor) -> bool:
    return isinstance(by, Person) and by.role != Role.CUSTOMER


def _check_own(consultation: Consultation, by: Actor) -> None:
    """Of us only the one who talks, or whoever takes a question that waits, ends it."""
    if not isinstance(by, Person) or by.role == Role.CUSTOMER:
        return
    if not queries.may_answer(by):
        raise NotAllowed(_("Questions on the web page are answered at the desk."))
    if consultation.state == Standing.TALKING and consultation.agent_id != by.pk:
        raise NotAllowed(_("This conversation is somebody else's."))
