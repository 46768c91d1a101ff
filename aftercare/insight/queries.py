"""Figures about promises, within what a person may see; nothing here is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from aftercare.people.models import Person
from aftercare.promises import queries as promises
from aftercare.promises.models import RUNS, Commitment, Consequence
from aftercare.promises.rules.deriving import State

SOON = timedelta(hours=1)
MOST_GROUPS = 50
CAP = 1000  # nobody counts further by eye


@dataclass(frozen=True)
class Group:
    """How the promises of one plan, dealer or person ended in a stretch of time."""

    name: str
    kept: int
    late: int
    broken: int

    @property
    def share_kept(self) -> int | None:
        """Per cent kept of all that ended with an outcome; None when none did."""
        total = self.kept + self.late + self.broken
        return round(100 * self.kept / total) if total else None


GROUPS = {
    "plan": "plan_version__title_zh",
    "dealer": "organisation__name",
    "person": "responsible__name",
}


def ended(person: Person, begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """Commitments whose outcome fell into a stretch of time."""
    rows = promises.commitments_visible_to(person)
    return rows.filter(ended_at__gte=begin, ended_at__lt=end)


def total(rows: QuerySet[Commitment]) -> Group:
    """All outcomes together, in one query."""
    found = rows.order_by().aggregate(**_COUNTS)
    return Group("", found["kept"], found["late"], found["broken"])


def grouped(rows: QuerySet[Commitment], by: str, language: str = "zh") -> list[Group]:
    """Outcomes by plan, dealer or person, the worst first; one query."""
    column = GROUPS[by].replace("_zh", f"_{language}")
    named = rows.order_by().annotate(name=F(column)).filter(name__isnull=False)
    counted: Any = named.values("name").annotate(**_COUNTS)
    worst = counted.order_by("-broken", "-late", "name")[:MOST_GROUPS]
    return [Group(row["name"], row["kept"], row["late"], row["broken"]) for row in worst]


def late_now(person: Person, at: datetime) -> QuerySet[Commitment]:
    """Still open, and the due moment has passed."""
    return promises.due_between(promises.commitments_visible_to(person), None, at)


def at_risk(person: Person, at: datetime) -> QuerySet[Commitment]:
    """Still in time, but warned of already, or due within the hour."""
    warned = Consequence.objects.filter(commitment=OuterRef("pk"), step__startswith="warn")
    rows = promises.commitments_visible_to(person).filter(RUNS, due_at__gte=at)
    return rows.filter(Q(due_at__lt=at + SOON) | Exists(warned)).order_by("due_at", "id")


def missed(person: Person, begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """What was kept late or not at all in a stretch of time, the latest first."""
    rows = ended(person, begin, end).filter(state__in=[State.LATE, State.BROKEN])
    return rows.prefetch_related("consequences").order_by("-ended_at", "-id")


def capped(rows: QuerySet[Commitment]) -> int:
    """How many rows there are, counted up to a bound, so that a long list costs no more."""
    return rows[:CAP].count()


_COUNTS = {
    "kept": Count("pk", filter=Q(state=State.KEPT)),
    "late": Count("pk", filter=Q(state=State.LATE)),
    "broken": Count("pk", filter=Q(state=State.BROKEN)),
}
