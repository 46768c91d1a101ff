"""An incident is declared and the leading group convened at once; who is there, and who is not."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk.facts import words_of
from aftercare.desk.models import Case
from aftercare.desk.speech import plan_of
from aftercare.emergency import queries, writing
from aftercare.emergency.actions.happening import check_open, check_worker, known, on_case, tell
from aftercare.emergency.models import Incident, IncidentCase, Summons
from aftercare.emergency.rules import Seat
from aftercare.emergency.states import OPEN, IncidentState
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.events import SYSTEM, Actor
from aftercare.kit.happening import begun, happened, record
from aftercare.kit.numbering import next_number
from aftercare.people.models import Person
from aftercare.people.roles import Power

CONVENED = "incident.convened"
AT_ONCE = 50  # of those who did not answer, in one go of the worker


@dataclass(frozen=True)
class Declared:
    """What has happened. severity: a word of the plan of the first case, or nothing."""

    title: str
    description: str
    severity: str = ""
    cases: Sequence[Case] = ()


@transaction.atomic
def declare(said: Declared, *, by: Actor, at: datetime, id: uuid.UUID | None = None) -> Incident:
    """Declare an incident and convene the leading group in the same moment (P14-27).

    Every member is told, or whoever stands in; without a group the service managers. id: of the
    event; the same form sent twice is one incident.
    """
    _check_declarer(by)
    events.take_turn()
    before = begun(id, CONVENED, by=by)
    if before is not None:
        return Incident.objects.get(pk=before)
    check_words(title=said.title, description=said.description)
    _check_severity(said)
    for case in said.cases:
        _check_free(case)
    declarer = by if isinstance(by, Person) else None
    seats = queries.to_convene(declarer, at)
    if not seats:
        raise Refusal(_("There is nobody to convene; name the leading group first."))
    incident = Incident.objects.create(
        state=IncidentState.CONVENED, number=next_number("E", at), title=said.title.strip(),
        description=said.description.strip(), severity=said.severity,
        agreement=said.cases[0].agreement if said.cases else None, declared_by=declarer,
        declared_at=at,
    )  # fmt: skip
    summoned = _summon(incident, seats, at)
    for case in said.cases:
        IncidentCase.objects.create(incident=incident, case=case, joined_at=at)
    data = {
        "number": incident.number, "title": incident.title, "severity": incident.severity,
        "text": incident.description, "convened": [one.person.reference for one in summoned],
        "cases": [case.reference for case in said.cases],
    }  # fmt: skip
    record(
        happened(incident, CONVENED, by=by, at=at, data=data, id=id, begins=True),
        *(on_case(case, "emergency.declared", incident, by=by, at=at) for case in said.cases),
        at=at,
    )
    return incident


@transaction.atomic
def join_case(
    incident: Incident, case: Case, *, by: Actor, at: datetime, id: uuid.UUID | None = None
) -> Incident:
    """Another case belongs to it; a case belongs to one open incident at most."""
    check_worker(incident, by)
    if known(incident, id, "incident.case-joined") is not None:
        return incident
    check_open(incident)
    if incident.joined.filter(case=case).exists():
        return incident
    _check_free(case)
    IncidentCase.objects.create(incident=incident, case=case, joined_at=at)
    data = {"case": case.reference, "number": case.number}
    record(
        happened(incident, "incident.case-joined", by=by, at=at, data=data, id=id),
        on_case(case, "emergency.declared", incident, by=by, at=at),
        at=at,
    )
    return incident


@transaction.atomic
def call_in(
    incident: Incident,
    person: Person,
    *,
    by: Actor,
    at: datetime,
    instead_of: Person | None = None,
    id: uuid.UUID | None = None,
) -> Incident:
    """Convene somebody more, or in the place of one who is not there; who takes the place of the
    head is the head from then on."""
    check_worker(incident, by)
    if known(incident, id, "incident.called-in") is not None:
        return incident
    check_open(incident)
    if not queries.own_people().filter(pk=person.pk).exists():
        raise Refusal(_("Choose somebody of the house."), field="person")
    left = incident.summons.filter(person=instead_of).first() if instead_of else None
    if instead_of is not None and (left is None or instead_of == person):
        raise Refusal(_("Choose one of those who were convened."), field="instead_of")
    takes_head = left is not None and left.is_head
    there = incident.summons.filter(person=person).first()
    if there is not None and not takes_head:
        raise Refusal(_("%(name)s was convened already.") % {"name": person}, field="person")
    if takes_head:
        incident.summons.filter(is_head=True).update(is_head=False)
    if there is not None:
        incident.summons.filter(pk=there.pk).update(is_head=True)
    else:
        seat = Seat(person.pk, takes_head, instead_of.pk if instead_of else None)
        _summon(incident, [seat], at)
    data = {"person": person.reference, "name": person.name, "is_head": takes_head,
            "instead_of": instead_of.name if instead_of else ""}  # fmt: skip
    record(happened(incident, "incident.called-in", by=by, at=at, data=data, id=id), at=at)
    return incident


@transaction.atomic
def say_here(incident: Incident, *, by: Person, at: datetime) -> Summons:
    """Whoever was convened says that they are there; once, the first word counts."""
    events.take_turn()
    summons = incident.summons.filter(person=by).first()
    if summons is None:
        raise NotAllowed(_("You were not convened to this incident."))
    incident.refresh_from_db()
    if summons.here_at is not None:
        return summons
    check_open(incident)
    summons.here_at = at
    summons.save(update_fields=["here_at"])
    late = at > summons.answer_by
    record(happened(incident, "incident.answered", by=by, at=at, data={"late": late}), at=at)
    return summons


def tell_missing(at: datetime) -> int:
    """Tell the head of each one who did not answer in time, once; how many. By the worker.

    Who has answered meanwhile, or was told of already, is left alone: the row is written only
    while nothing stands in it, together with what is told, so a killed worker has done neither.
    """
    late = Summons.objects.filter(
        here_at=None, missed_at=None, answer_by__lte=at, incident__state__in=sorted(OPEN)
    )
    keys = late.order_by("answer_by", "pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_tell_missing(key, at) for key in list(keys))


@transaction.atomic
def _tell_missing(key: int, at: datetime) -> int:
    events.take_turn()
    row = Summons.objects.filter(
        pk=key, here_at=None, missed_at=None, incident__state__in=sorted(OPEN)
    )
    if row.update(missed_at=at) == 0:
        return 0
    missing = Summons.objects.select_related("incident", "person").get(pk=key)
    incident = missing.incident
    data = {"person": missing.person.reference, "name": missing.person.name}
    record(happened(incident, "incident.unanswered", by=SYSTEM, at=at, data=data), at=at)
    head = queries.head_of(incident)
    # A head who does not answer either would not read it.
    told = [head] if head.pk != missing.person_id else [*queries.managers()]
    tell(incident, told or [head], "incident.unanswered", at)
    return 1


def _summon(incident: Incident, seats: Iterable[Seat], at: datetime) -> list[Summons]:
    wanted = list(seats)
    keys = {key for one in wanted for key in (one.person, one.instead_of) if key is not None}
    people = Person.objects.in_bulk(keys)
    until = at + timedelta(minutes=settings.EMERGENCY_ANSWER_MINUTES)
    made = [
        Summons.objects.create(
            incident=incident, person=people[one.person], is_head=one.is_head, told_at=at,
            answer_by=until, instead_of=people[one.instead_of] if one.instead_of else None,
        )
        for one in wanted
    ]  # fmt: skip
    tell(incident, [one.person for one in made], CONVENED, at)
    for one in made:
        writing.write_convened(incident, one, at)
    return made


def _check_declarer(by: Actor) -> None:
    if isinstance(by, Person) and not (by.may(Power.HANDLE_CASES) and queries.sees(by)):
        raise NotAllowed(_("You may not declare an incident."))


def _check_severity(said: Declared) -> None:
    plan = plan_of(said.cases[0].agreement) if said.cases else None
    if said.severity and said.severity not in words_of(plan, "severity"):
        raise Refusal(_("Choose one of the levels of the plan."), field="severity")


def _check_free(case: Case) -> None:
    other = queries.waiting(queries.of_case(case)).first()
    if other is not None:
        told = _("%(case)s belongs to %(incident)s already, which is open.")
        raise Refusal(told % {"case": case.number, "incident": other.number}, field="case")
