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
    done = dict(row.consequences.values_list("step", "taken_at"))
    steps = [step for step in _steps(one, done) if step.at <= at]
    taken = {**done, **{step.key: at for step in steps}}
    row.next_at = next_moment(one, sources.terms_of(one.version), taken)
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


def _steps(one: Derived, done: acting.Done) -> list[Act]:
    """The steps that are not taken yet, whenever their moment is."""
    terms = sources.terms_of(one.version)
    opening = []
    if one.opens_at is not None and OPENED not in done:
        opening.append(Act(OPENED, one.opens_at, True, ()))
    acts = acting.acts(one, promise_of(terms.plan, one.promise), terms)
    return opening + acting.pending(acts, done)


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
    acted = [(step, _told(row, step)) for step in steps if step.key != OPENED]
    _alert(row, acted, at)
    if acted:
        events.record(*(_happened(row, step, told, at) for step, told in acted), recorded_at=at)
    return taken


def _alert(row: Commitment, acted: list[tuple[Act, list[Person]]], at: datetime) -> None:
    alerts = [
        Alert(person=person, commitment=row, step=step.key, created_at=at)
        for step, told in acted
        for person in told
    ]
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)


def _told(row: Commitment, step: Act) -> list[Person]:
    people = [
        person
        for role in addressing.roles_told(step.actions)
        for person in addressing.people_for(role, row)
    ]
    return list(dict.fromkeys(people))


def _happened(row: Commitment, step: Act, told: list[Person], at: datetime) -> events.Happened:
    """What was done; `told` names who really was told, nobody if no one holds the role."""
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
            "told": [person.reference for person in told],
            "planned_at": step.at.isoformat(),
            "due_at": row.due_at.isoformat() if row.due_at else None,
        },
    )


def put_off(commitment_id: int, *, until: datetime) -> None:
    """Look at a commitment again later, because acting on it failed."""
    Commitment.objects.filter(pk=commitment_id).update(next_at=until)
