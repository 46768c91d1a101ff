"""Each plan says with parts that run, not only in prose, what its source promises by number.

A duty is prose: it stands in the tender text and starts nothing. Deadlines, warranty, schedules,
exclusions, fees, hours, approvals and retention have parts of the language of their own; a clause
of these kinds that only a duty covers is listed below, with the reason.
"""

from functools import cache
from pathlib import Path

import pytest

from aftercare.plans.catalogue import Clause, clauses, of_plan
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.walking import sections

PLANS = {
    file.name[:3].upper(): file for file in (Path(__file__).parents[2] / "plans").glob("p*.yaml")
}
KINDS = {"deadline", "entitlement", "schedule", "exclusion", "fee"}
AREAS = {
    "sla-response", "entitlement-warranty", "calendar-hours", "preventive-maintenance",
    "quote-fee-billing", "approval", "records-retention-audit", "loaner-replacement",
}  # fmt: skip

CARD = "what a printed card holds; forms with fields come with the documents"
COPY = "copies of printed orders come with the repair orders"
VIRUS = "a service without a term, a price or a time of its own: nothing to run"
EMERGENCY = "the source gives emergency repair no figure; urgent cases run on the ordinary clocks"
NOT_YET = {
    "P01-27": CARD, "P01-36": COPY, "P09-05": CARD, "P09-21": EMERGENCY,
    "P14-10": VIRUS,
}  # fmt: skip


@cache
def covered(catalogue: str) -> dict[str, set[str]]:
    """Clause to the sections of the plan that carry it."""
    reading = check_text(PLANS[catalogue].read_bytes(), catalogue, clauses())
    assert reading.plan is not None
    found: dict[str, set[str]] = {}
    for path, section in sections(reading.plan):
        for clause in getattr(section, "clauses", ()):
            found.setdefault(clause, set()).add(str(path[0]))
    return found


def runs(clause: Clause) -> bool:
    """Whether the clause is of a kind that the language has a part for."""
    return clause.kind in KINDS or clause.area in AREAS


def test_there_are_fifteen_plans() -> None:
    assert sorted(PLANS) == [f"P{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize("catalogue", sorted(PLANS))
def test_every_clause_stands_in_the_plan(catalogue: str) -> None:
    assert [one.id for one in of_plan(catalogue) if one.id not in covered(catalogue)] == []


@pytest.mark.parametrize("catalogue", sorted(PLANS))
def test_what_can_run_is_more_than_prose(catalogue: str) -> None:
    prose = {
        one.id for one in of_plan(catalogue)
        if runs(one) and not covered(catalogue)[one.id] - {"duties"}
    }  # fmt: skip
    assert prose == {id for id in NOT_YET if id.startswith(catalogue)}
