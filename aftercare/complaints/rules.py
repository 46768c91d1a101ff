"""Who is impartial enough to look into a complaint, and which complaint comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Partiality(StrEnum):
    """Why somebody may not investigate or decide."""

    SELF = "self"
    REPORTS = "reports"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Accused:
    """Whom a complaint is about, by keys; nobody when it is about something else."""

    persons: Collection[int] = ()
    department: int | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody who would look into it, by keys."""

    person: int
    superior: int | None = None
    department: int | None = None


def partiality(candidate: Candidate, accused: Accused) -> Partiality | None:
    """Why a candidate is not impartial; None when nothing speaks against them (ISO 10002: a
    complaint is treated objectively, not by those it is about)."""
    if candidate.person in accused.persons:
        return Partiality.SELF
    if candidate.superior is not None and candidate.superior in accused.persons:
        return Partiality.REPORTS
    if accused.department is not None and candidate.department == accused.department:
        return Partiality.DEPARTMENT
    return None


SEVERITIES = ("serious", "ordinary", "minor")


def rank(*, safety: bool, severity: str) -> int:
    """The place in the queue, the smallest first: danger to people goes before everything."""
    return 0 if safety else 1 + SEVERITIES.index(severity)


# Whoever says it in person hears at once that it was taken down; a letter has to be answered.
ANSWERED_LATER = frozenset({"letter", "email", "dealer"})


def acknowledged_at_once(source: str) -> bool:
    """Whether the complainant learns the number in the same moment, by this way in."""
    return source not in ANSWERED_LATER
