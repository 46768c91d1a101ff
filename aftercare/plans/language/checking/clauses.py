"""The plan against the clause catalogue: known ids, the right plan, nothing left uncovered."""

from collections.abc import Mapping
from typing import Protocol

from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.faults import Path
from aftercare.plans.language.walking import sections


class Clause(Protocol):
    """What the checks need to know of a catalogue clause."""

    @property
    def id(self) -> str:
        """Such as P01-04."""

    @property
    def plan(self) -> str:
        """The source plan, such as P01."""

    @property
    def area(self) -> str:
        """The area it belongs to."""

    @property
    def rule(self) -> str:
        """The demand in English."""

    @property
    def rule_zh(self) -> str:
        """The demand in Chinese."""


def look(findings: Findings, catalogue: Mapping[str, Clause]) -> None:
    """Check the clause ids of the plan, and warn of clauses that nothing covers."""
    own = findings.plan.catalogue
    plans = {clause.plan for clause in catalogue.values()}
    if findings.whole or own in plans:
        _ids(findings, catalogue, plans)
    areas = {clause.area for clause in catalogue.values()}
    for index, duty in enumerate(findings.plan.duties):
        findings.expect("area", duty.area, areas, ("duties", index, "area"))


def _ids(findings: Findings, catalogue: Mapping[str, Clause], plans: set[str]) -> None:
    known = findings.expect("catalogue", findings.plan.catalogue, plans, ("catalogue",))
    covered: set[str] = set()
    for path, section in sections(findings.plan):
        for index, clause in enumerate(getattr(section, "clauses", ())):
            covered.add(clause)
            _clause(findings, clause, catalogue, (*path, "clauses", index))
    if known and findings.whole:
        _uncovered(findings, covered, catalogue)


def _clause(findings: Findings, clause: str, catalogue: Mapping[str, Clause], path: Path) -> None:
    own = findings.plan.catalogue
    if clause in catalogue and catalogue[clause].plan != own:
        findings.error(path, "foreign_clause", word=clause, catalogue=own)
    elif clause not in catalogue:
        near = [id for id in catalogue if id.startswith(own)]
        findings.expect("clause", clause, near, path)


def _uncovered(findings: Findings, covered: set[str], catalogue: Mapping[str, Clause]) -> None:
    for clause in catalogue.values():
        if clause.plan == findings.plan.catalogue and clause.id not in covered:
            params = {"word": clause.id, "rule": clause.rule, "rule_zh": clause.rule_zh}
            findings.warn(("catalogue",), "uncovered_clause", **params)
