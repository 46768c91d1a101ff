"""Who is written to when something happens to a case. Each only queues a letter; the worker sends.

The letters and what they are filled in with are in `desk/letters.py`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from aftercare.desk import letters, reaching
from aftercare.desk.models import Case
from aftercare.desk.reaching import Reach
from aftercare.desk.speech import Voice, plan_of
from aftercare.kit import reading
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox
from aftercare.promises import queries as promises
from aftercare.promises.models import RUNS, Commitment
from aftercare.promises.rules.parties import CUSTOMER

MOST_PROMISES = 6
LATE = "late"  # the step at the due moment itself; later ones tell our own people again


def write_registered(case: Case, event: Event) -> None:
    """Tell the customer the number, what is promised, and where to follow it."""
    reach = _reach(letters.REGISTERED, case)
    if reach is not None:
        values = {"promises": _promised(case, reach)}
        write(letters.REGISTERED, case, event, [reach], values, of_customer=True)


def write_closed(case: Case, event: Event) -> None:
    """Tell the customer that it is done, and what to do when it is not."""
    reach = _reach(letters.CLOSED, case)
    if reach is not None:
        values = {"solution": case.solution}
        write(letters.CLOSED, case, event, [reach], values, of_customer=True)


def write_handed_over(case: Case, event: Event) -> None:
    """Tell whoever the case, or a part of it, was handed to; not whoever did so to themselves."""
    if letters.HANDED in settings.LETTERS_OFF:
        return
    told = [
        one
        for one in reaching.of_receiver(event.data["to"], event.recorded_at)
        if one.person is None or one.person.reference != event.actor
    ]
    part = {name: event.data[name] for name in ("number", "symptom") if name in event.data}
    for reach in told:
        values = {
            **part, "page": page_of(case), "customer": case.customer.name, "by": event.actor_name,
            "note": event.data.get("note", ""), "promises": _promised(case, reach),
        }  # fmt: skip
        write(letters.HANDED, case, event, [reach], values)


def write_late(case: Case, event: Event) -> None:
    """Tell the customer of a promise to them that is late, and by mail whoever the plan says."""
    row = Commitment.objects.filter(subject=case.reference, key=event.data["commitment"]).first()
    if row is None or row.due_at is None:
        return
    reach = _reach(letters.LATE, case) if event.data["step"] == LATE else None
    if reach is not None and promises.told_to(Commitment.objects.filter(pk=row.pk), CUSTOMER):
        write(letters.LATE, case, event, [reach], _lateness(case, row, reach), of_customer=True)
    if letters.LATE_INSIDE in settings.LETTERS_OFF:
        return
    for inside in reaching.of_people(event.data["told"]):
        values = {**_lateness(case, row, inside), "page": page_of(case)}
        write(letters.LATE_INSIDE, case, event, [inside], values)


def _reach(name: str, case: Case) -> Reach | None:
    """The customer, unless this installation does not send such letters."""
    return None if name in settings.LETTERS_OFF else reaching.of_customer(case)


def write(
    name: str,
    case: Case,
    event: Event,
    reaches: Iterable[Reach],
    values: Mapping[str, Any],
    *,
    of_customer: bool = False,
) -> None:
    """Queue a letter on a case for each who is reached; once for each event and address."""
    for reach in reaches:
        told = {
            "number": case.number, "symptom": case.symptom, "name": reach.name,
            "company": outbox.company_name(), **values,
        }  # fmt: skip
        outbound.queue(
            channel=reach.channel, to=reach.to, template=name, language=reach.language,
            about=case.reference, key=outbound.key_of(f"{event.id}:{name}", reach.to),
            values=told, by=SYSTEM, at=event.recorded_at, person=reach.person,
            customer=case.customer if of_customer else None,
        )  # fmt: skip


def _promised(case: Case, reach: Reach) -> list[dict[str, str]]:
    """What is promised to the customer and still runs, the next first, in the reader's words."""
    rows = Commitment.objects.filter(RUNS, subject=case.reference, due_at__isnull=False)
    told = promises.told_to(rows, CUSTOMER).order_by("due_at", "id")[:MOST_PROMISES]
    with translation.override(reach.language):
        voice = Voice(plan_of(case.agreement))
        return [
            {"promise": voice.promise(one.promise), "until": _moment(one.due_at, reach)}
            for one in told
        ]


def _lateness(case: Case, row: Commitment, reach: Reach) -> dict[str, str]:
    with translation.override(reach.language):
        voice = Voice(plan_of(case.agreement))
        return {"promise": voice.promise(row.promise), "until": _moment(row.due_at, reach)}


def _moment(at: datetime | None, reach: Reach) -> str:
    """A moment with the day, so that it can be read tomorrow as well."""
    return reading.exact_words(at.astimezone(reach.zone))[:16] if at is not None else ""


def page_of(case: Case) -> str:
    """Where people of the house and dealers open the case."""
    return f"{settings.ADDRESS}{reverse('desk:case', args=[case.number])}"
