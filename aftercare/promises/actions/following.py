"""Commitments follow events: derive what should be, write what differs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from aftercare.kit.models import Event
from aftercare.kit.writing import write_back
from aftercare.plans.language.document import Plan, Promise, Schedule
from aftercare.plans.models import Agreement
from aftercare.promises import sources, whereabouts
from aftercare.promises.models import Alert, Commitment, Consequence
from aftercare.promises.rules import acting, engine
from aftercare.promises.rules.counting import Pause
from aftercare.promises.rules.deriving import Derived
from aftercare.promises.rules.terms import Terms

DERIVED_FIELDS = [
    "key", "plan_version_id", "promise", "number", "variant", "started_by", "started_at",
    "opens_at",
    "target", "row", "due_at", "provisional", "state", "pauses", "met_by", "met_at", "ended_at",
    "reason", "responsible_id", "organisation_id",
]  # fmt: skip
REBINDS = frozenset({"agreement.made", "agreement.moved"})
COVERS = frozenset({"agreement.cover_added", "agreement.cover_ended"})
WRITTEN_FIELDS = [name.removesuffix("_id") for name in DERIVED_FIELDS if name != "key"]


def follow(events: Sequence[Event]) -> None:
    """Bring the commitments of every subject touched by these events up to date.

    Runs inside the transaction that records the events, so a promise is never missing.
    """
    touched: dict[str, Event] = {}
    for event in events:
        if engine.relevant(event.kind):
            touched[event.subject] = event
        elif event.kind in REBINDS:
            _rebind(event)
        elif event.kind in COVERS:
            _recover(event)
        elif whereabouts.matters(event):
            _relocate(event)
    for subject, event in touched.items():
        own = [one for one in events if one.subject == subject]
        for source in sources.sources_of(subject, event.context):
            if any(one.begins for one in own):
                _begin(source, own, as_of=event.recorded_at)
            else:
                refresh(source, as_of=event.recorded_at)


def _rebind(event: Event) -> None:
    """An agreement that was made or moved reaches what it covers: what is on record of that
    begins, or goes on by the new version. Cases stay as they are; theirs began before."""
    agreement = Agreement.objects.get(pk=event.subject.rpartition("/")[2])
    for subject in sources.under(agreement):
        refresh(sources.source(agreement, subject), as_of=event.recorded_at)


def _recover(event: Event) -> None:
    """An agreement covers something more, or no longer: what begins with it, or ends."""
    agreement = Agreement.objects.get(pk=event.subject.rpartition("/")[2])
    for subject in sources.under(agreement, only=event.data["cover"]):
        refresh(sources.source(agreement, subject), as_of=event.recorded_at)


def _relocate(event: Event) -> None:
    """Something is elsewhere from now on, or belongs to something else: what begins later goes by
    that, what was promised stays."""
    for subject in sources.moved_with(event):
        for source in sources.sources_of(subject, ""):
            refresh(source, as_of=event.recorded_at)


def _begin(source: sources.Source, events: Sequence[Event], *, as_of: datetime) -> None:
    """The first commitments of a subject whose whole history these events are."""
    happenings = sources.happenings_for(source, events)
    derived = engine.derive(source.bounds, happenings, as_of, source.facts)
    Commitment.objects.bulk_create(_new_row(source, one, values_of(one)) for one in derived)


def refresh(source: sources.Source, *, as_of: datetime) -> list[Derived]:
    """Derive one subject again and write the differences; what was derived."""
    rows = Commitment.objects.filter(agreement=source.agreement, subject=source.subject)
    existing = {row.key: row for row in rows}
    horizon = max([as_of, *reached(existing.values())])
    derived = engine.derive(source.bounds, sources.happenings_of(source), horizon, source.facts)
    done = _done(existing.values())
    new, changed = [], []
    for one in derived:
        row = existing.pop(one.key, None)
        values = values_of(one)
        if row is None:
            new.append(_new_row(source, one, values))
        elif _differs(row, values):
            changed.append(_changed_row(row, one, values, done.get(row.pk, {})))
    if existing:
        _let_alerts_stay(existing.values())
        Commitment.objects.filter(pk__in=[row.pk for row in existing.values()]).delete()
    Commitment.objects.bulk_create(new)
    write_back(changed, [*WRITTEN_FIELDS, "next_at"])
    return derived


def _let_alerts_stay(rows: Iterable[Commitment]) -> None:
    """Who was told of an occasion that never was can still read what it was about."""
    for row in rows:
        told = {"subject": row.subject, "promise": row.promise}
        Alert.objects.filter(commitment=row).update(
            commitment=None, agreement=row.agreement_id, plan_version=row.plan_version_id, **told
        )


def values_of(one: Derived) -> dict[str, Any]:
    """The columns of a commitment as the engine derives them."""
    return {
        "key": one.key,
        "plan_version_id": one.version,
        "promise": one.promise,
        "number": one.number,
        "variant": one.variant,
        "started_by": one.started_by,
        "started_at": one.started_at,
        "opens_at": one.opens_at,
        "target": one.target,
        "row": one.row,
        "due_at": one.due_at,
        "provisional": one.provisional,
        "state": str(one.state),
        "pauses": [_pause(pause) for pause in one.pauses],
        "met_by": one.met_by,
        "met_at": one.met_at,
        "ended_at": one.ended_at,
        "reason": one.reason,
        "responsible_id": _key(one.responsible),
        "organisation_id": _key(one.organisation),
    }


def promise_of(plan: Plan, name: str) -> Promise | Schedule:
    """The promise or schedule of a plan by its name."""
    found = plan.promises.get(name) or plan.schedules.get(name)
    if found is None:
        raise KeyError(name)
    return found


def next_moment(one: Derived, terms: Terms, done: acting.Done) -> datetime | None:
    """What `next_at` has to be for a derived commitment."""
    return acting.next_at(one, promise_of(terms.plan, one.promise), terms, done)


def _new_row(source: sources.Source, one: Derived, values: dict[str, Any]) -> Commitment:
    moment = next_moment(one, sources.terms_of(one.version), {})
    return Commitment(agreement=source.agreement, subject=source.subject, next_at=moment, **values)


def _changed_row(
    row: Commitment, one: Derived, values: dict[str, Any], done: acting.Done
) -> Commitment:
    for name, value in values.items():
        setattr(row, name, value)
    row.next_at = next_moment(one, sources.terms_of(one.version), done)
    return row


def _differs(row: Commitment, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != values[name] for name in DERIVED_FIELDS)


def reached(rows: Iterable[Commitment]) -> list[datetime]:
    """How far each schedule has been made already: a clock that jumps back takes nothing away."""
    opened: dict[str, list[datetime]] = {}
    for row in rows:
        if row.opens_at is not None:
            opened.setdefault(row.promise, []).append(row.opens_at)
    return [sorted(moments)[-2] for moments in opened.values() if len(moments) > 1]


def _done(rows: Iterable[Commitment]) -> dict[int, dict[str, datetime]]:
    """The steps taken about each row, and when."""
    done: dict[int, dict[str, datetime]] = {}
    keys = [row.pk for row in rows]
    if not keys:
        return done
    taken = Consequence.objects.filter(commitment__in=keys)
    for pk, step, at in taken.values_list("commitment", "step", "taken_at"):
        done.setdefault(pk, {})[step] = at
    return done


def _pause(pause: Pause) -> dict[str, Any]:
    return {
        "begins_at": pause.begins_at.isoformat(),
        "ends_at": pause.ends_at.isoformat() if pause.ends_at else None,
        "reason": pause.reason,
        "event": pause.event,
    }


def _key(reference: str) -> int | None:
    return int(reference.rpartition("/")[2]) if reference else None
