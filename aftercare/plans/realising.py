"""Which parts of the loaded plans carry a clause of the catalogue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aftercare.plans import queries
from aftercare.plans.language.wording import chapters
from aftercare.plans.models import PlanVersion


@dataclass(frozen=True)
class Part:
    """A line of a plan's page: its version, the chapter and the line as they are called, and the
    place on the page."""

    version: PlanVersion
    chapter: str
    title: str
    anchor: str


def parts_by_clause(versions: Iterable[PlanVersion], language: str) -> dict[str, list[Part]]:
    """Clause to the lines of these versions that name it, in the order of the plans."""
    found: dict[str, list[Part]] = {}
    for version in versions:
        for clause, part in _parts(version, language):
            if part not in found.setdefault(clause, []):
                found[clause].append(part)
    return found


def _parts(version: PlanVersion, language: str) -> Iterator[tuple[str, Part]]:
    plan = queries.document(version)
    for chapter in chapters(plan, language):
        if chapter.key == "fees":
            for clause in plan.fees.paying.clauses:
                yield clause, Part(version, chapter.title, chapter.title, chapter.key)
        stem = "promise" if chapter.key == "promises" else chapter.key
        for row in chapter.rows:
            part = Part(version, chapter.title, row.title or row.text, f"{stem}-{row.key}")
            for clause in row.clauses:
                yield clause, part
