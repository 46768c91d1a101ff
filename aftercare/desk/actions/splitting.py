"""A case in parts: each goes to a receiver of its own, with a state and clocks of its own.

The events of a part have the kinds of a case, so the promises that begin with a forwarding run on
each part (P06-38, P06-39). The case stays with whoever split it, and open until all are done.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries
from aftercare.desk.actions.certifying import check_certified
from aftercare.desk.actions.excluding import check_not_excluded
from aftercare.desk.actions.handing_back import DECLINED, FOUND, NEGLECT, NOT_ARRANGED, is_receiver
from aftercare.desk.actions.receiving import Receiver, reference_of, standing_with
from aftercare.desk.models import Case, Part
from aftercare.desk.states import MOVES, PART_MOVES, SPLIT, CaseState, PartState
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.promises import actions as promises

MOST = 12


@dataclass(frozen=True)
class Share:
    """One part to be made: what is to be done, and who gets it."""

    what: str
    to: Receiver


@transaction.atomic
def split_case(
    case: Case,
    shares: Sequence[Share],
    *,
    by: Person,
    at: datetime,
    despite: str = "",
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> list[Part]:
    """Make parts of a case and forward each; the first time at least two.

    From here the case itself is answered for by whoever split it. despite: why a head gives a part
    to somebody without a certificate that the case asks for.
    """
    if not by.may(Power.HANDLE_CASES) or by.role == Role.DEALER:
        raise NotAllowed(_("You may not split this case."))
    if known(case, id):
        return list(case.parts.order_by("number"))
    states.expect(case, revision)
    last = case.parts.aggregate(last=Max("number"))["last"] or 0
    if not shares or (last == 0 and len(shares) < 2):
        raise Refusal(_("A case is split into at least two parts."), field="parts")
    if last + len(shares) > MOST:
        raise Refusal(_("A case has at most twelve parts."), field="parts")
    if not all(one.what.strip() for one in shares):
        raise Refusal(_("Say what each part is about."), field="parts")
    for one in shares:
        check_not_excluded(case, one.to)
    overruled = [
        event
        for one in shares
        for event in check_certified(case, one.to, by=by, at=at, despite=despite)
    ]
    changes = {"responsible": by, "department": None, "organisation": None}
    states.move(case, "split", moves={"split": SPLIT}, revision=revision, changes=changes)
    made = [
        Part.objects.create(
            case=case, number=last + place, what=one.what.strip(), state=PartState.FORWARDED,
            forwarded_by=by, forwarded_at=at, **standing_with(one.to),
        )
        for place, one in enumerate(shares, start=1)
    ]  # fmt: skip
    told = [{"part": one.reference, "what": one.what, "to_name": share.to.name}
            for one, share in zip(made, shares, strict=True)]  # fmt: skip
    data = {"parts": told, "responsible": by.reference, "organisation": ""}
    record(
        *overruled,
        happened(case, SPLIT.event, by=by, at=at, data=data, id=id),
        *(_forwarding(part, share.to, by=by, at=at)
          for part, share in zip(made, shares, strict=True)),
        at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def move_part(
    part: Part,
    verb: str,
    *,
    by: Person,
    at: datetime,
    said: str = "",
    to: Receiver | None = None,
    despite: str = "",
    revision: int | None = None,
) -> Part:
    """One move of `PART_MOVES`. said: the result, or the reason. to: who gets it, to forward it;
    despite: without a certificate that the case asks for, for the reason a head gives.

    Only the receiver declines; only our own people forward a part again or withdraw it.
    """
    if verb not in PART_MOVES:
        raise Refusal(_("There is no such move."), code="unknown-move")
    _check_power(part, verb, by)
    states.check(part, verb, moves=PART_MOVES, revision=revision)
    move = PART_MOVES[verb]
    if verb == "forward":
        check_words(to=to.name if to is not None else "")
    elif move.needs:
        check_words(said=said)
    overruled: list[Happened] = []
    if verb == "forward" and to is not None:
        check_not_excluded(part.case, to)
        overruled = check_certified(part.case, to, by=by, at=at, despite=despite)
    before = part.state
    happenings = _what_happens(part, verb, before, said.strip(), to, by, at)
    states.move(
        part, verb, moves=PART_MOVES, revision=revision, changes=_changes(part, verb, to, by, at)
    )
    record(*overruled, *happenings, at=at)
    if verb == "decline" and part.forwarded_by is not None:
        promises.tell([part.forwarded_by], subject=part.case.reference, kind="case.declined", at=at)
    _follow(part.case, by=by, at=at)
    return part


@transaction.atomic
def check_part(
    part: Part, *, found: str, result: str, by: Person, at: datetime, revision: int | None = None
) -> Part:
    """The forwarder's own check of a part; nothing arranged goes to the leaders (P06-40, 41)."""
    _check_power(part, "check", by)
    if found not in FOUND:
        raise Refusal(_("Say whether something was arranged."), field="found")
    check_words(result=result)
    if not part.is_open:
        raise Refusal(_("This part is over."), code="wrong-state")
    states.expect(part, revision)
    states.write(part, changes={"checked_at": at})
    data = {"found": found, "result": result.strip()}
    happenings = [happened(part, "case.arrangement_checked", by=by, at=at, data=data)]
    if found == "nothing":
        happenings.append(happened(part, "case.reported_upward", by=by, at=at))
        happenings.append(_neglect(part, NOT_ARRANGED, by, at))
        promises.tell(queries.leaders(), subject=part.case.reference, kind=NEGLECT, at=at)
    record(*happenings, at=at)
    return part


def withdraw_parts(case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """With the case its open parts are withdrawn."""
    for part in case.parts.filter(state__in=sorted(PartState.open())).order_by("number"):
        part.case = case
        states.move(part, "withdraw", moves=PART_MOVES)
        data = {"reason": reason}
        record(happened(part, "case.withdrawn", by=by, at=at, data=data), at=at)


def check_parts_done(case: Case) -> None:
    """Refuse to call a case solved while one of its parts is open."""
    if case.parts.filter(state__in=sorted(PartState.open())).exists():
        raise Refusal(_("Parts of this case are still open."), code="parts-open")


def _follow(case: Case, *, by: Person, at: datetime) -> None:
    """What the parts make of the case: arranged when all are; its answerable told when all are
    done."""
    case.refresh_from_db()
    parts = list(case.parts.exclude(state=PartState.WITHDRAWN))
    waiting = {PartState.FORWARDED, PartState.DECLINED}
    if not parts or any(one.state in waiting for one in parts):
        return
    if case.state == CaseState.FORWARDED:
        states.move(case, "arrange", moves=MOVES)
        record(happened(case, "case.arranged", by=by, at=at), at=at)
    if all(one.state == PartState.DONE for one in parts) and case.responsible is not None:
        promises.tell([case.responsible], subject=case.reference, kind="parts.done", at=at)


def _what_happens(
    part: Part, verb: str, before: str, said: str, to: Receiver | None, by: Person, at: datetime
) -> list[Happened]:
    if verb == "forward" and to is not None:
        return [_forwarding(part, to, by=by, at=at)]
    if verb == "decline":
        back = part.forwarded_by
        data = {"reason": said, **_receiver(part), "to": back.reference if back else "",
                "to_name": back.name if back else "",
                "responsible": back.reference if back else "", "organisation": ""}  # fmt: skip
        neglect = [_neglect(part, DECLINED, by, at)] if by.role == Role.DEALER else []
        return [happened(part, "case.declined", by=by, at=at, data=data), *neglect]
    if verb == "finish":
        first = [happened(part, "case.arranged", by=by, at=at)]
        done = happened(part, "case.solved", by=by, at=at, data={"solution": said})
        return [*(first if before == PartState.FORWARDED else []), done]
    data = {"reason": said} if said else {}
    return [happened(part, PART_MOVES[verb].event, by=by, at=at, data=data)]


def _changes(
    part: Part, verb: str, to: Receiver | None, by: Person, at: datetime
) -> dict[str, Any]:
    if verb == "forward" and to is not None:
        return {**standing_with(to), "forwarded_by": by, "forwarded_at": at, "checked_at": None}
    if verb == "decline":
        back = part.forwarded_by
        department = back.department if back else None
        return {"responsible": back, "department": department, "organisation": None}
    return {}


def _check_power(part: Part, verb: str, by: Person) -> None:
    ours = by.handles_every_case
    receives = by.may(Power.HANDLE_CASES) and is_receiver(part, by)
    allowed = {"decline": receives, "arrange": ours or receives, "finish": ours or receives}
    if not allowed.get(verb, ours):
        raise NotAllowed(_("You may not do this with a part of a case."))


def _forwarding(part: Part, to: Receiver, *, by: Person, at: datetime) -> Happened:
    """What starts the clocks of a part: the facts of the case hold for it."""
    house = standing_with(to)["organisation"]
    data = {
        "facts": part.case.facts, "number": part.shown, "symptom": part.what,
        "to": reference_of(to), "to_name": to.name,
        "responsible": to.reference if isinstance(to, Person) else "",
        "organisation": house.reference if house else "",
    }  # fmt: skip
    return happened(part, "case.forwarded", by=by, at=at, data=data)


def _neglect(part: Part, what: str, by: Actor, at: datetime) -> Happened:
    """It stands on the case, where somebody decides what follows for the receiver."""
    data = {"what": what, "part": part.shown, **_receiver(part)}
    return happened(part.case, NEGLECT, by=by, at=at, data=data)


def _receiver(part: Part) -> dict[str, str]:
    held = part.organisation or part.responsible or part.department
    if held is None:
        return {"receiver": "", "receiver_name": ""}
    return {"receiver": reference_of(held), "receiver_name": held.name}
