"""What the worker does when the moment of a commitment has come."""

from datetime import datetime

from django.db import transaction

from aftercare.kit import events
from aftercare.people.models import Person
from aftercare.promises import addressing, sources
from aftercare.promises.actions.following import next_moment, promise_of, refresh
from aftercare.promises.models import Alert, Commitment, Consequence
from aftercare.promises.rules import acting, engine
from aftercare.promises.rules.acting import Act
from aftercare.promises.rules.deriving import Derived

OPENED = "open"


@transaction.atomic
def act(commitment_id: int, *, at: datetime) -> list[Consequence]:
    """Take every step of a commitment whose moment has passed; each is taken once, for ever.

    The turn to append is taken and the row looked at again, so of two workers the second finds
    nothing to do, and a worker killed in the middle has done nothing.
    """
    events.take_turn()
    row = (
        Commitment.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("agreement", "responsible__superior")
        .filter(pk=commitment_id, next_at__lte=at)
        .first()
    )
    if row is None:
        return []
    one = _derive_again(row, at)
    if one is None:
        return []
    done = set(row.consequences.values_list("step", flat=True))
    steps = [step for step in _steps(one) if step.key not in done and step.at <= at]
    row.next_at = next_moment(
        one, sources.terms_of(one.version), done | {step.key for step in steps}
    )
    warnings = [step.at for step in steps if step.key.startswith(acting.WARNING)]
    row.warned_at = row.warned_at or min(warnings, default=None)
    row.save(update_fields=["next_at", "warned_at"])
    return _take(row, steps, at)


def _derive_again(row: Commitment, at: datetime) -> Derived | None:
    source = sources.source(row.agreement, row.subject)
    if row.opens_at is not None:  # the next occasion of a schedule is made on the way
        derived = refresh(source, as_of=at)
    else:
        happenings = sources.happenings_of(source)
        derived = engine.derive(source.bounds, happenings, at, source.facts)
    return next((one for one in derived if one.key == row.key), None)


def _steps(one: Derived) -> list[Act]:
    terms = sources.terms_of(one.version)
    opening = [Act(OPENED, one.opens_at, True, ())] if one.opens_at is not None else []
    return opening + acting.acts(one, promise_of(terms.plan, one.promise), terms)


def _take(row: Commitment, steps: list[Act], at: datetime) -> list[Consequence]:
    taken = [
        Consequence(
            commitment=row,
            step=step.key,
            actions=list(step.actions),
            planned_at=step.at,
            taken_at=at,
        )
        for step in steps
    ]
    Consequence.objects.bulk_create(taken)
    _alert(row, steps, at)
    told = [step for step in steps if step.key != OPENED]
    if told:
        events.record(*(_happened(row, step, at) for step in told), recorded_at=at)
    return taken


def _alert(row: Commitment, steps: list[Act], at: datetime) -> None:
    alerts = [
        Alert(person=person, commitment=row, step=step.key, created_at=at)
        for step in steps
        for person in _told(row, step)
    ]
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)


def _told(row: Commitment, step: Act) -> list[Person]:
    people = [
        person
        for role in addressing.roles_told(step.actions)
        for person in addressing.people_for(role, row)
    ]
    return list(dict.fromkeys(people))


def _happened(row: Commitment, step: Act, at: datetime) -> events.Happened:
    return events.Happened(
        kind="promise.warned" if step.warning else "promise.overdue",
        subject=row.subject,
        context=row.agreement.reference,
        at=at,
        by=events.SYSTEM,
        data={
            "commitment": row.key,
            "promise": row.promise,
            "step": step.key,
            "actions": list(step.actions),
            "planned_at": step.at.isoformat(),
            "due_at": row.due_at.isoformat() if row.due_at else None,
        },
    )


def put_off(commitment_id: int, *, until: datetime) -> None:
    """Look at a commitment again later, because acting on it failed."""
    Commitment.objects.filter(pk=commitment_id).update(next_at=until)
