"""Promises against each other: circles, and two times for the same situation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from aftercare.kit.durations import Duration
from aftercare.plans.language import tables
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Plan, Promise
from aftercare.plans.language.lengths import longer
from aftercare.plans.language.phrases import REST
from aftercare.plans.language.tables import Situation


def look(findings: Findings) -> None:
    """Compare the promises of the plan with each other."""
    _circles(findings)
    plan = findings.plan
    cases = {name: list(_cases(plan, promise)) for name, promise in plan.promises.items()}
    for one, other in _alike(plan):
        _compare(findings, cases, one, other)


def _circles(findings: Findings) -> None:
    told: set[str] = set()
    for name in findings.plan.promises:
        circle = _circle(findings.plan, name)
        if circle and not told & set(circle):
            told.update(circle)
            findings.error(("promises", name, "chained"), "chain_cycle", word=" → ".join(circle))


def _circle(plan: Plan, start: str) -> list[str]:
    """The names from `start` along `chained` back to it; empty when it does not come back."""
    way = [start]
    while (promise := plan.promises.get(way[-1])) and promise.chained:
        way.append(promise.chained)
        if way[-1] == start:
            return way
        if way[-1] in way[:-1]:
            return []
    return []


@dataclass(frozen=True)
class Case:
    """One line of a promise: in this situation, this time."""

    when: Situation
    time: Duration
    calendar: str


def _alike(plan: Plan) -> Iterator[tuple[str, str]]:
    """Pairs of promises with the same start and a common end, in the order of the plan."""
    ends: dict[tuple[str | None, str | None, str], list[str]] = {}
    for name, promise in plan.promises.items():
        for event in dict.fromkeys(promise.until):
            ends.setdefault((promise.from_, promise.chained, event), []).append(name)
    return (pair for names in ends.values() for pair in combinations(names, 2))


def _compare(findings: Findings, cases: Mapping[str, list[Case]], one: str, other: str) -> None:
    for a, b in product(cases[one], cases[other]):
        if _contradict(findings.plan, a, b):
            params = {"word": one, "other": str(a.time), "own": str(b.time)}
            findings.warn(("promises", other), "contradiction", **params)
            return


def _cases(plan: Plan, promise: Promise) -> Iterator[Case]:
    when = tables.situation(plan, promise.when)
    calendar = promise.calendar or plan.calendar
    if isinstance(promise.within, Duration):
        yield Case(when, promise.within, calendar)
    elif isinstance(promise.within, dict):
        fact = tables.dimension(plan, promise.within)
        for name, time in promise.within.items() if fact else ():
            yield Case(_narrowed(plan, when, str(fact), name, promise.within), time, calendar)


def _narrowed(
    plan: Plan, when: Situation, fact: str, name: str, table: dict[str, Duration]
) -> Situation:
    values = frozenset(tables.values_of(plan, fact)) - table.keys() if name == REST else {name}
    before = when.get(fact)
    return {**when, fact: frozenset(values) & before if before is not None else frozenset(values)}


def _contradict(plan: Plan, one: Case, other: Case) -> bool:
    """Different times where both hold, unless the narrower promise is the stricter one."""
    if (one.time, one.calendar) == (other.time, other.calendar):
        return False
    if not tables.overlap(one.when, other.when):
        return False
    inner, outer = (
        tables.within(one.when, other.when, plan),
        tables.within(other.when, one.when, plan),
    )
    if inner == outer:
        return True
    narrow, wide = (one, other) if inner else (other, one)
    return longer(narrow.time, wide.time) is True
