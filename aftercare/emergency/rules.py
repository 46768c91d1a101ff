"""Who sits in the leading group now, who may approve a plan, and what hinders the end."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FURTHEST = timedelta(days=366)  # ahead; a measure against an emergency is not due later


@dataclass(frozen=True)
class Member:
    """A member of the leading group, by keys, with whom to ask in their place, the first first."""

    member: int
    is_head: bool = False
    in_place: Sequence[int] = ()


@dataclass(frozen=True)
class Seat:
    """A seat at the table: one name always. `instead_of` is the member when somebody else sits."""

    person: int
    is_head: bool
    instead_of: int | None = None


def seats(members: Iterable[Member], away: Collection[int]) -> list[Seat]:
    """Who is convened: each member, or whoever stands in for one who is away; the head first.

    Nobody sits twice. Whoever is away and has nobody to stand in is convened all the same: a name
    that does not answer is told, an empty seat would be missed by nobody.
    """
    there = sorted(members, key=lambda one: not one.is_head)
    taken = {one.member for one in there if one.member not in away}
    found: list[Seat] = []
    for one in there:
        person = one.member
        if one.member in away:
            free = (key for key in one.in_place if key not in away and key not in taken)
            person = next(free, one.member)
        taken.add(person)
        found.append(Seat(person, one.is_head, one.member if person != one.member else None))
    return found


def is_missing(here_at: datetime | None, answer_by: datetime, at: datetime) -> bool:
    """Whether somebody who was convened has not said `here` in time."""
    return here_at is None and at >= answer_by


def is_overdue(due_at: datetime, at: datetime, *, is_open: bool) -> bool:
    """Whether a measure is late: open, and its moment has come."""
    return is_open and at >= due_at


class Unfit(StrEnum):
    """Why somebody may not approve a plan."""

    NOT_HEAD = "not-head"
    OWN = "own"
    NOT_OTHER = "not-other"


def unfit(
    approver: int, *, drafter: int | None, head: int, present: Collection[int]
) -> Unfit | None:
    """Why somebody may not approve an emergency plan; None when they may.

    The head approves. What the head drafted is approved by another one who is there; only when
    nobody else is there may the head approve it alone. present: who said `here`.
    """
    if drafter != head:
        return None if approver == head else Unfit.NOT_HEAD
    others = {one for one in present if one != head}
    if approver == head:
        return Unfit.OWN if others else None
    return None if approver in others else Unfit.NOT_OTHER


class Hindrance(StrEnum):
    """What speaks against the end of an incident; it then needs a reason."""

    NO_PLAN = "no-plan"
    OPEN_MEASURES = "open-measures"


def hindrances(*, has_plan: bool, open_measures: int) -> list[Hindrance]:
    """What is not as it should be when an incident is closed."""
    found = [] if has_plan else [Hindrance.NO_PLAN]
    return [*found, Hindrance.OPEN_MEASURES] if open_measures else found
