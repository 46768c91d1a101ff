"""Whether the words of a plan fit together: every mistake in one run."""

from collections.abc import Collection, Mapping

from aftercare.plans.language.checking import (
    clauses,
    conditions,
    conflicts,
    hours,
    legal,
    money,
    names,
    promises,
    warranty,
)
from aftercare.plans.language.checking.clauses import Clause
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.checking.legal import Floors
from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import Fault, in_order
from aftercare.plans.language.reading import Reading, read_plan
from aftercare.plans.language.tree import Positions

__all__ = ["Clause", "Floors", "check", "check_text"]


def check(
    plan: Plan,
    positions: Positions | None = None,
    catalogue: Mapping[str, Clause] | None = None,
    floors: Floors | None = None,
    *,
    emitted: Collection[str] | None = None,
    whole: bool = True,
) -> list[Fault]:
    """Every mistake in the words of a plan, top to bottom.

    positions: where its parts stand. catalogue: the clauses by id; without it, clause ids are not
    looked up. floors: the shortest terms the law allows, by floor. emitted: the event kinds that
    some flow brings about; all known kinds without it. whole: False when parts of the plan were
    left out because they could not be read, so that nothing is called missing that was written.
    """
    findings = Findings(plan, positions or Positions(), whole)
    _look(findings, emitted)
    if catalogue is not None:
        clauses.look(findings, catalogue)
    if floors is not None:
        legal.look(findings, floors)
    return in_order(findings.faults)


def _look(findings: Findings, emitted: Collection[str] | None) -> None:
    names.look(findings)
    hours.look(findings)
    conditions.look(findings)
    promises.look(findings, emitted)
    conflicts.look(findings)
    warranty.look(findings)
    money.look(findings)


def check_text(
    text: str | bytes,
    name: str,
    catalogue: Mapping[str, Clause] | None = None,
    floors: Floors | None = None,
    *,
    emitted: Collection[str] | None = None,
) -> Reading:
    """Read a plan and check it: one list of all mistakes; no plan as soon as one is an error."""
    reading = read_plan(text, name)
    if reading.readable is None:
        return reading
    found = check(
        reading.readable,
        reading.positions,
        catalogue,
        floors,
        emitted=emitted,
        whole=reading.plan is not None,
    )
    return reading.with_faults(found, name)
