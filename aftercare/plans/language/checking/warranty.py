"""Remedies, exclusions and gates that can come to bear."""

from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Remedy


def look(findings: Findings) -> None:
    """Check that each names something that brings it about."""
    for index, remedy in enumerate(findings.plan.remedies):
        _remedy(findings, remedy, index)
    for section in ("exclusions", "advice_only"):
        for index, exclusion in enumerate(getattr(findings.plan, section)):
            written = any(findings.written((section, index, part)) for part in ("cause", "when"))
            if not exclusion.cause and not exclusion.when and not written:
                findings.error((section, index), "never_due")


def _remedy(findings: Findings, remedy: Remedy, index: int) -> None:
    triggers = ("same_fault_repaired", "repair_days", "late", "within", "when")
    written = any(findings.written(("remedies", index, part)) for part in triggers)
    if not written and not any(getattr(remedy, part) for part in triggers):
        findings.error(("remedies", index), "never_due")
    for part in ("same_fault_repaired", "repair_days"):
        if getattr(remedy, part) is not None and getattr(remedy, part) < 1:
            word = str(getattr(remedy, part))
            findings.error(("remedies", index, part), "not_positive", word=word)
    started = remedy.from_ or findings.written(("remedies", index, "from"))
    if remedy.within is not None and not started:
        findings.error(("remedies", index, "within"), "window_without_start")
