"""Conditions and tables of times: which values a fact may have, and which fact a table goes by."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from aftercare.plans.language.document import Plan
from aftercare.plans.language.phrases import REST, excluded
from aftercare.plans.language.vocabulary import FACTS, VALUES

OF_THE_PLAN = {
    "service": "services",
    "severity": "severities",
    "zone": "zones",
    "component": "components",
    "fault": "faults",
}
ORDER = ("zone", "severity", *(fact for fact in FACTS if fact not in ("zone", "severity")))


def values_of(plan: Plan, fact: str) -> Collection[str]:
    """The values a fact may have under this plan, in the order they are listed."""
    if fact in OF_THE_PLAN:
        listed: Collection[str] = getattr(plan, OF_THE_PLAN[fact])
        return listed
    return VALUES.get(fact, {})


def dimension(plan: Plan, names: Iterable[str]) -> str | None:
    """The fact that a table with these names goes by; None when they are not of one kind.

    `rest` stands for every value that has no time of its own.
    """
    wanted = [name for name in names if name != REST]
    for fact in ORDER:
        if wanted and all(name in values_of(plan, fact) for name in wanted):
            return fact
    return None


def allowed(values: Collection[str], universe: Collection[str]) -> frozenset[str]:
    """The values that a condition such as [a, b] or [not c] lets through; an empty one, all."""
    out = {bare for value in values if (bare := excluded(value)) is not None}
    named = {value for value in values if excluded(value) is None}
    chosen = named or set(universe)
    return frozenset(chosen - out)


Situation = Mapping[str, frozenset[str]]  # fact -> the values it may have; absent: any


def situation(plan: Plan, when: Mapping[str, Collection[str]]) -> Situation:
    """The situations in which a condition holds."""
    return {fact: allowed(values, values_of(plan, fact)) for fact, values in when.items()}


def overlap(one: Situation, other: Situation) -> bool:
    """True when both can hold at the same time."""
    if not all(chain(one.values(), other.values())):
        return False
    return all(one[fact] & other[fact] for fact in one.keys() & other.keys())


def within(one: Situation, other: Situation, plan: Plan) -> bool:
    """True when `one` never holds without `other`."""
    return all(
        one.get(fact, frozenset(values_of(plan, fact))) <= values for fact, values in other.items()
    )
