"""Everything that changes the telephone service record."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import Case
from aftercare.kit import events, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import begun
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power
from aftercare.phone import queries
from aftercare.phone.models import Call, Direction, Extension, Result
from aftercare.phone.rules import digits
from aftercare.plans.actions.happening import SKEW
from aftercare.plans.language.vocabulary import VALUES

OLDEST = timedelta(days=366)  # an exchange whose clock was never set tells of 1970
KEEPS_FOR_CASE = timedelta(minutes=30)  # after its end a call is still what a case came from
TOLD = {
    "ring": ("rang_at", "call.rang"),
    "answer": ("answered_at", "call.answered"),
    "hang-up": ("ended_at", "call.ended"),
}


@dataclass(frozen=True)
class Told:
    """What a telephone exchange tells about a call: its own name for it, and what happened when.

    kind: one of `TOLD`. extension: the telephone it rings at, or that answered.
    """

    source: str
    kind: str
    at: datetime
    caller: str = ""
    line: str = ""
    extension: str = ""
    direction: str = Direction.IN


@transaction.atomic
def take_event(told: Told, *, by: Actor, at: datetime) -> Call:
    """Take what the exchange tells. The same told twice has the effect of once, and the order in
    which it arrives does not matter. Refused: an unknown kind, the future, more than a year ago."""
    if told.kind not in TOLD:
        raise Refusal(_("There is no such event of a call."), field="event")
    _check_moment(told.at, at, field="at")
    column, kind = TOLD[told.kind]
    events.take_turn()
    call = Call.objects.filter(source=told.source).first()
    if call is None:
        call = Call.objects.create(
            source=told.source, direction=told.direction, began_at=told.at, **_number(told.caller)
        )
    if getattr(call, column) is not None:
        return call
    changes = {column: told.at, "began_at": min(call.began_at, told.at), **_learned(call, told)}
    states.write(call, changes=changes)
    _record(call, kind, by=by, at=told.at, recorded_at=at)
    return call


def _learned(call: Call, told: Told) -> dict[str, Any]:
    """What this event tells besides its moment; who answers counts before where it rang."""
    learned: dict[str, Any] = {}
    if told.line and not call.line:
        learned["line"] = told.line
    if told.caller and not call.caller:
        learned |= _number(told.caller)
    own = Extension.objects.filter(number=told.extension).select_related("person").first()
    if own is not None and (call.person_id is None or told.kind == "answer"):
        learned["person"] = own.person
    return learned


def _number(caller: str) -> dict[str, str]:
    plain = digits(caller)
    return {"caller": caller, "digits": plain, "tail": plain[::-1]}


@transaction.atomic
def enter_call(
    *,
    caller: str,
    began_at: datetime,
    by: Person,
    at: datetime,
    direction: str = Direction.IN,
    line: str = "",
    id: uuid.UUID | None = None,
) -> Call:
    """Enter a call that no exchange told of. `id`: of the event, made by the sender; the same form
    sent twice enters one call."""
    _check_power(by)
    _check_moment(began_at, at, field="began_at")
    events.take_turn()
    before = begun(id, "call.entered", by=by)
    if before is not None:
        return Call.objects.get(pk=before)
    call = Call.objects.create(
        direction=direction, line=line, person=by, began_at=began_at, answered_at=began_at,
        ended_at=at, **_number(caller),
    )  # fmt: skip
    _record(call, "call.entered", by=by, at=began_at, recorded_at=at, id=id)
    return call


@transaction.atomic
def give_extension(number: str, *, to: Person, by: Person, at: datetime) -> Extension:
    """An extension is somebody's telephone from now on; what they had, and who had it, ends."""
    _check_keeper(by)
    plain = digits(number)
    if not plain:
        raise Refusal(_("An extension has digits only."), field="number")
    Extension.objects.filter(Q(number=plain) | Q(person=to)).delete()
    given = Extension.objects.create(number=plain, person=to)
    told = Happened("extension.given", to.reference, at, by, data={"number": plain})
    events.record(told, recorded_at=at)
    return given


@transaction.atomic
def take_extension(extension: Extension, *, by: Person, at: datetime) -> None:
    """Nobody has this extension any more."""
    _check_keeper(by)
    data = {"number": extension.number}
    told = Happened("extension.taken", extension.person.reference, at, by, data=data)
    extension.delete()
    events.record(told, recorded_at=at)


@transaction.atomic
def note_call(
    call: Call,
    *,
    purpose: str,
    answer: str,
    result: str,
    by: Person,
    at: datetime,
    customer: Organisation | None = None,
    revision: int | None = None,
) -> Call:
    """Write down what a call was about, what was answered and what came of it.

    A question of price is handed to sales and not answered on the telephone (P08-18).
    """
    _check_power(by)
    states.expect(call, revision)
    if purpose not in VALUES["kind"]:
        raise Refusal(_("Choose what the call was about."), field="purpose")
    if result not in Result.values:
        raise Refusal(_("Choose what came of the call."), field="result")
    _keep_prices(purpose, answer, result)
    if result == Result.SOLVED and not answer.strip():
        raise Refusal(_("Write down what was answered."), field="answer")
    changes = {"purpose": purpose, "answer": answer.strip(), "result": result, "noted_at": at}
    states.write(call, changes={**changes, "customer": customer or call.customer})
    _record(call, "call.noted", by=by, at=at, recorded_at=at, purpose=purpose, result=result)
    return call


def _keep_prices(purpose: str, answer: str, result: str) -> None:
    if purpose != "price":
        return
    if result != Result.SALES:
        raise Refusal(_("A question of price goes to sales."), field="result")
    if answer.strip():
        raise Refusal(
            _("Prices are not told on the telephone; leave this to sales."), field="answer"
        )


def link_reported(event: Event) -> None:
    """The case that somebody registers by telephone belongs to the call they are on, or have just
    ended."""
    kind, _slash, key = event.actor.partition("/")
    if kind != "person" or event.data["facts"].get("source") != "phone":
        return
    recent = queries.on_line(person=int(key), since=event.recorded_at - KEEPS_FOR_CASE)
    if not recent:
        return
    call = recent[0]
    case = Case.objects.get(pk=event.subject.partition("/")[2])
    this = Call.objects.filter(pk=call.pk)
    this.filter(result="").update(result=Result.CASE, purpose=case.kind)
    this.update(case=case, customer=case.customer, revision=F("revision") + 1)


def _record(
    call: Call,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime,
    id: uuid.UUID | None = None,
    **data: str,
) -> None:
    context = call.person.reference if call.person else ""
    events.record(
        Happened(kind, call.reference, at, by, context, data, id), recorded_at=recorded_at
    )


def _check_moment(moment: datetime, at: datetime, *, field: str) -> None:
    if moment > at + SKEW:
        raise Refusal(_("This lies in the future."), field=field, code="future")
    if moment < at - OLDEST:
        raise Refusal(_("This was more than a year ago."), field=field, code="too-early")


def _check_keeper(by: Person) -> None:
    if not by.may(Power.KEEP_PEOPLE):
        raise NotAllowed(_("Only administrators give extensions."))


def _check_power(by: Person) -> None:
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("The telephone is for those who handle cases."))
