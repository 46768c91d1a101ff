"""All promises and schedules of one subject, derived from its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aftercare.plans.correcting import as_told_now
from aftercare.plans.language.document import Promise
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.promises.rules import lives, terms
from aftercare.promises.rules.clocks import Clock
from aftercare.promises.rules.deriving import Derived, Happening, in_order
from aftercare.promises.rules.schedules import derive_schedule

BOTH_PARTIES = frozenset({"provider", "customer"})


def derive(
    bounds: Sequence[terms.Bound],
    happenings: Iterable[Happening],
    as_of: datetime,
    facts: Mapping[str, Any] | None = None,
) -> list[Derived]:
    """Every commitment that follows from the events of one subject.

    bounds: which plan version the agreement followed when, oldest first.
    as_of: how far schedules are made; it changes nothing else.
    facts: what holds for the subject whatever happens, such as its service line and place.
    """
    counting = corrected(one for one in happenings if relevant(one.kind))
    seen = signed(in_order(counting))
    known = dict(facts or {})
    clocks = [one for bound in bounds for one in _promises(bound, seen, known)]
    names = dict.fromkeys(name for bound in bounds for name in bound.terms.plan.schedules)
    rounds = [one for name in names for one in derive_schedule(bounds, name, seen, as_of, known)]
    return clocks + rounds


def relevant(kind: str) -> bool:
    """Whether an event can matter to a clock at all."""
    return kind in EVENTS or kind in lives.ENGINE_EVENTS


def corrected(happenings: Iterable[Happening]) -> list[Happening]:
    """What was told wrong counts as it is told now, under its own number: what it started goes
    on with the right date."""
    return [
        now if first is now else replace(now, sequence=first.sequence)
        for first, now in as_told_now(happenings)
    ]


def signed(happenings: Sequence[Happening]) -> list[Happening]:
    """Events that need both signatures count from the later one; until then they do not count
    (P01-03)."""
    counted: list[Happening] = []
    signatures: dict[str, dict[str, datetime]] = {}
    complete: set[str] = set()
    for one in happenings:
        known = EVENTS.get(one.kind)
        if known is None or not known.signatures:
            counted.append(one)
            continue
        dates = signatures.setdefault(one.kind, {})
        for party, date in one.data.get("signatures", {}).items():
            dates.setdefault(party, datetime.fromisoformat(date))
        if set(dates) >= BOTH_PARTIES and one.kind not in complete:
            complete.add(one.kind)
            counted.append(replace(one, at=max(dates[party] for party in BOTH_PARTIES)))
    return in_order(counted)


def _promises(
    bound: terms.Bound, seen: Sequence[Happening], facts: Mapping[str, Any]
) -> list[Derived]:
    derived: dict[str, list[Derived]] = {}
    for name, promise in _chained_last(bound.terms.plan.promises):
        parents = derived.get(promise.chained or "", [])
        begins = frozenset(one.met_by for one in parents if one.met_by is not None)
        derived[name] = Clock(bound, name, promise, facts, begins).run(seen)
    return [one for several in derived.values() for one in several]


def _chained_last(promises: Mapping[str, Promise]) -> list[tuple[str, Promise]]:
    """Parents before the promises chained to them; the checker has refused cycles."""

    def depth(promise: Promise) -> int:
        return 0 if promise.chained is None else 1 + depth(promises[promise.chained])

    return sorted(promises.items(), key=lambda item: depth(item[1]))
