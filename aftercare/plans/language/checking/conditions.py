"""Conditions (`when`) and what a warranty term covers: known facts, known values, never empty."""

from collections.abc import Collection, Mapping

from aftercare.plans.language import phrases, tables
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Covers, Exclusion
from aftercare.plans.language.faults import Path
from aftercare.plans.language.vocabulary import FACTS
from aftercare.plans.language.walking import sections


def look(findings: Findings) -> None:
    """Check every condition of the plan."""
    for path, section in sections(findings.plan):
        if isinstance(section, Covers):
            _listed(findings, "service", section.service, path)
            _listed(findings, "component", section.component, path)
            _listed(findings, "cause", section.cause, path)
        if isinstance(section, Exclusion):
            _listed(findings, "cause", section.cause, path)
        when = getattr(section, "when", None)
        if isinstance(when, Mapping):
            _when(findings, when, (*path, "when"))


def _listed(findings: Findings, fact: str, values: Collection[str], path: Path) -> None:
    for index, value in enumerate(values):
        place = findings.entry((*path, fact), index)
        findings.expect(fact, phrases.bare(value), findings.values_of(fact), place)


def _when(findings: Findings, when: Mapping[str, list[str]], path: Path) -> None:
    for fact, values in when.items():
        if fact not in FACTS:
            findings.expect_name("fact", fact, FACTS, (*path, fact))
            continue
        known = findings.values_of(fact)
        words = [phrases.bare(value) for value in values]
        findings.expect_all(_noun(fact), words, known, (*path, fact))
        if set(words) <= known and not tables.allowed(values, known):
            findings.warn((*path, fact), "unsatisfiable", word=f"{fact}: {', '.join(values)}")


def _noun(fact: str) -> str:
    return fact if fact in (*tables.OF_THE_PLAN, "cause") else "value"
