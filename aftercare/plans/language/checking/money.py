"""Charges: each decides something, and none stands where an earlier one has decided already."""

from collections import Counter

from aftercare.plans.language import tables
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Charge
from aftercare.plans.language.faults import Path

LINES = ("parts", "labour", "travel", "service", "freight", "training")


def look(findings: Findings) -> None:
    """Check the charges in their order, and the price sources."""
    charges = findings.plan.fees.charges
    for index, charge in enumerate(charges):
        path: Path = ("fees", "charges", index)
        if charge.name in {earlier.name for earlier in charges[:index]}:
            findings.error((*path, "name"), "duplicate_name", what="charge", word=charge.name)
        if charge.first_free is not None and charge.first_free < 0:
            findings.error((*path, "first_free"), "not_positive", word=str(charge.first_free))
        _shadowed(findings, charge, charges[:index], path)
    sources = Counter(source.part_class for source in findings.plan.fees.price_sources)
    for index, source in enumerate(findings.plan.fees.price_sources):
        if sources[source.part_class] > 1:
            path = ("fees", "price_sources", index, "part_class")
            findings.error(path, "duplicate_name", what="part class", word=source.part_class)


def _shadowed(findings: Findings, charge: Charge, earlier: list[Charge], path: Path) -> None:
    """The first charge that fits decides each line: find one that can decide none any more."""
    plan = findings.plan
    open_lines = {line for line in LINES if getattr(charge, line) is not None}
    own = tables.situation(plan, charge.when)
    for other in earlier:
        if open_lines and tables.within(own, tables.situation(plan, other.when), plan):
            open_lines -= {line for line in LINES if getattr(other, line) is not None}
            if not open_lines:
                findings.warn(path, "shadowed", word=charge.name, other=other.name)
                return
