"""Notes on an incident, and its end with a report."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.emergency import queries, rules
from aftercare.emergency.actions.happening import check_worker, known, on_case
from aftercare.emergency.models import Incident
from aftercare.emergency.rules import Hindrance
from aftercare.emergency.states import MOVES, MeasureState
from aftercare.kit import states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.happening import happened, record
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Power

NOTED, CLOSED = "incident.noted", "incident.closed"
WHAT_HINDERS = {
    Hindrance.NO_PLAN: _("No emergency plan was approved; say why it ends all the same."),
    Hindrance.OPEN_MEASURES: _("Measures are still open; finish them, or say why it ends."),
}


@dataclass(frozen=True)
class Report:
    """What it came from, what was done, what is different from now on; `reason` why it ends
    although something is missing."""

    cause: str
    done: str
    changed: str
    reason: str = ""


@transaction.atomic
def note_incident(
    incident: Incident, text: str, *, by: Person, at: datetime, id: uuid.UUID | None = None
) -> Event:
    """Write down what happens, for everybody who works on it."""
    check_worker(incident, by)
    before = known(incident, id, NOTED)
    if before is not None:
        return before
    check_words(text=text)
    told = happened(incident, NOTED, by=by, at=at, data={"text": text.strip()}, id=id)
    return record(told, at=at)[0]


@transaction.atomic
def close_incident(
    incident: Incident,
    report: Report,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Incident:
    """End it with its report. Refused while a measure is open or no plan was approved, unless a
    reason is given. By its head, or by heads of the house."""
    if not closes(incident, by):
        raise NotAllowed(_("The head of the incident closes it."))
    if known(incident, id, CLOSED) is not None:
        return incident
    states.check(incident, "close", moves=MOVES, revision=revision)
    check_words(cause=report.cause, done=report.done, changed=report.changed)
    hindered = hindrances(incident)
    if hindered and not report.reason.strip():
        raise Refusal(WHAT_HINDERS[hindered[-1]], field="reason", code=hindered[-1])
    said = {
        "cause": report.cause.strip(), "done": report.done.strip(),
        "changed": report.changed.strip(), "reason": report.reason.strip() if hindered else "",
    }  # fmt: skip
    changes = {**said, "closed_by": by, "closed_at": at}
    step = states.move(incident, "close", moves=MOVES, revision=revision, changes=changes)
    data = {**said, "open_measures": _open_measures(incident)}
    record(
        happened(incident, step.event, by=by, at=at, data=data, id=id),
        *(
            on_case(case, "emergency.ended", incident, by=by, at=at)
            for case in queries.cases_of(incident)
        ),
        at=at,
    )
    return incident


def closes(incident: Incident, person: Person) -> bool:
    """Whether a person may close an incident."""
    return person.may(Power.OVERRULE) or queries.head_of(incident).pk == person.pk


def hindrances(incident: Incident) -> list[Hindrance]:
    """What speaks against its end now."""
    has_plan = incident.plans.filter(approved_at__isnull=False).exists()
    return rules.hindrances(has_plan=has_plan, open_measures=_open_measures(incident))


def _open_measures(incident: Incident) -> int:
    return incident.measures.filter(state=MeasureState.OPEN).count()
