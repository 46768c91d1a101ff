"""Measures: what is done, by whom, until when, and with what result."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.emergency import queries, rules
from aftercare.emergency.actions.happening import check_open, check_worker, known, tell
from aftercare.emergency.actions.planning import begin_acting
from aftercare.emergency.models import Incident, Measure
from aftercare.emergency.states import MEASURE_MOVES, OPEN, MeasureState
from aftercare.kit import events, states
from aftercare.kit.errors import Refusal, check_words
from aftercare.kit.events import SYSTEM
from aftercare.kit.happening import happened, record
from aftercare.people.models import Person

ADDED, CHANGED, OVERDUE = (
    "incident.measure-added", "incident.measure-changed", "incident.measure-overdue",
)  # fmt: skip
AT_ONCE = 50


@transaction.atomic
def add_measure(
    incident: Incident,
    *,
    what: str,
    owner: Person,
    due_at: datetime,
    by: Person,
    at: datetime,
    id: uuid.UUID | None = None,
) -> Measure:
    """Decide on a measure; its owner is told. What cannot wait for the plan need not."""
    check_worker(incident, by)
    before = known(incident, id, ADDED)
    if before is not None:
        return incident.measures.get(pk=before.data["measure"])
    check_open(incident)
    check_words(what=what)
    _check(owner, due_at, at)
    made = Measure.objects.create(
        state=MeasureState.OPEN, incident=incident, what=what.strip(), owner=owner, due_at=due_at
    )
    record(happened(incident, ADDED, by=by, at=at, data=_told(made), id=id), at=at)
    _tell_owner(made, by, ADDED, at)
    begin_acting(incident, by=by, at=at)
    return made


@transaction.atomic
def change_measure(
    measure: Measure,
    *,
    owner: Person,
    due_at: datetime,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Measure:
    """Give it to somebody else, or until another moment; lateness is told anew then."""
    incident = measure.incident
    check_worker(incident, by)
    if known(incident, id, CHANGED) is not None:
        measure.refresh_from_db()
        return measure
    states.expect(measure, revision)
    check_open(incident)
    if not measure.is_open:
        raise Refusal(_("This measure is over."), code="wrong-state")
    _check(owner, due_at, at)
    changes: dict[str, Any] = {"owner": owner, "due_at": due_at}
    if due_at != measure.due_at or owner != measure.owner:
        changes["overdue_at"] = None
    states.write(measure, changes=changes, expected={"state": MeasureState.OPEN})
    record(happened(incident, CHANGED, by=by, at=at, data=_told(measure), id=id), at=at)
    _tell_owner(measure, by, ADDED, at)
    return measure


@transaction.atomic
def end_measure(
    measure: Measure,
    verb: str,
    *,
    result: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Measure:
    """`finish` with its result, or `drop` with the reason. The owner finishes it, or those who work
    on the incident; these drop it too."""
    incident = measure.incident
    if verb not in MEASURE_MOVES:
        raise Refusal(_("There is no such move."), code="unknown-move")
    if verb != "finish" or measure.owner_id != by.pk:
        check_worker(incident, by)
    if known(incident, id, MEASURE_MOVES[verb].event) is not None:
        measure.refresh_from_db()
        return measure
    check_open(incident)
    check_words(result=result)
    changes = {"result": result.strip(), "ended_at": at}
    step = states.move(measure, verb, moves=MEASURE_MOVES, revision=revision, changes=changes)
    data = {**_told(measure), "result": measure.result}
    record(happened(incident, step.event, by=by, at=at, data=data, id=id), at=at)
    return measure


def tell_overdue(at: datetime) -> int:
    """Tell owner and head of each measure that is late, once for each due moment; how many."""
    late = Measure.objects.filter(
        state=MeasureState.OPEN, overdue_at=None, due_at__lte=at, incident__state__in=sorted(OPEN)
    )
    keys = late.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_tell_overdue(key, at) for key in list(keys))


@transaction.atomic
def _tell_overdue(key: int, at: datetime) -> int:
    events.take_turn()
    row = Measure.objects.filter(
        pk=key, state=MeasureState.OPEN, overdue_at=None, due_at__lte=at,
        incident__state__in=sorted(OPEN),
    )  # fmt: skip
    if row.update(overdue_at=at) == 0:
        return 0
    measure = Measure.objects.select_related("incident", "owner").get(pk=key)
    incident = measure.incident
    record(happened(incident, OVERDUE, by=SYSTEM, at=at, data=_told(measure)), at=at)
    told = {one.pk: one for one in (measure.owner, queries.head_of(incident))}
    tell(incident, told.values(), OVERDUE, at)
    return 1


def _told(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure.pk, "what": measure.what, "owner": measure.owner.reference,
        "owner_name": measure.owner.name, "due_at": measure.due_at.isoformat(),
    }  # fmt: skip


def _tell_owner(measure: Measure, by: Person, kind: str, at: datetime) -> None:
    if measure.owner_id != by.pk:
        tell(measure.incident, [measure.owner], kind, at)


def _check(owner: Person, due_at: datetime, at: datetime) -> None:
    if not queries.own_people().filter(pk=owner.pk).exists():
        raise Refusal(_("Choose somebody of the house."), field="owner")
    if due_at <= at:
        raise Refusal(_("This lies in the past."), field="due_at")
    if due_at > at + rules.FURTHEST:
        raise Refusal(_("This lies more than a year ahead."), field="due_at")
