"""Figures about promises, within what a person may see; nothing here is stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, prefetch_related_objects

from aftercare.people.models import Organisation, Person
from aftercare.plans.models import PlanVersion
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment
from aftercare.promises.rules.deriving import State

SOON = timedelta(hours=1)
MOST_GROUPS = 50
RELATED = ("agreement__customer", "plan_version", "responsible", "organisation")
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


GROUPS = {"plan": "plan_version", "dealer": "organisation", "person": "responsible"}
OUTCOMES = (State.KEPT, State.LATE, State.BROKEN)


def ended(person: Person, begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """Commitments whose outcome fell into a stretch of time."""
    return _bare(person).filter(ended_at__gte=begin, ended_at__lt=end)


def _bare(person: Person) -> QuerySet[Commitment]:
    """What a person may see, with nothing joined: so a database reads an index in its order and
    stops when it has enough."""
    return promises.commitments_visible_to(person).select_related(None)


def complete(rows: Sequence[Commitment]) -> None:
    """Look up what a page tells of these commitments besides themselves, all at once."""
    prefetch_related_objects(rows, *RELATED)


@dataclass(frozen=True)
class Tally:
    """How often each plan version, dealer and person together came to which outcome."""

    counts: Sequence[Mapping[str, Any]]

    @property
    def total(self) -> Group:
        """All outcomes together."""
        return _group("", self.counts)

    def by(self, name: str, language: str = "zh") -> list[Group]:
        """Outcomes by plan, dealer or person, the worst first; one query for the names."""
        column = GROUPS[name]
        names = _NAMES[name]({row[column] for row in self.counts if row[column]}, language)
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for row in self.counts:
            if row[column]:
                rows.setdefault(names[row[column]], []).append(row)
        groups = [_group(title, some) for title, some in rows.items()]
        groups.sort(key=lambda one: (-one.broken, -one.late, one.name))
        return groups[:MOST_GROUPS]


def tally(rows: QuerySet[Commitment]) -> Tally:
    """The outcomes counted in one statement, which reads nothing but an index."""
    bare = rows.order_by().filter(state__in=OUTCOMES)
    counted = bare.values("state", *GROUPS.values()).annotate(count=Count("*"))
    return Tally(list(counted))


def _group(name: str, rows: Iterable[Mapping[str, Any]]) -> Group:
    sums = dict.fromkeys(map(str, OUTCOMES), 0)
    for row in rows:
        sums[row["state"]] += row["count"]
    return Group(name, *sums.values())


def _plan_titles(keys: Collection[int], language: str) -> dict[int, str]:
    versions = PlanVersion.objects.filter(pk__in=keys)
    return dict(versions.values_list("pk", f"title_{language}"))


def _organisation_names(keys: Collection[int], _language: str) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))


def _person_names(keys: Collection[int], _language: str) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))


_NAMES = {"plan": _plan_titles, "dealer": _organisation_names, "person": _person_names}


def late_now(person: Person, at: datetime) -> QuerySet[Commitment]:
    """Still open, and the due moment has passed."""
    return promises.due_between(_bare(person), None, at)


def at_risk(person: Person, at: datetime) -> tuple[QuerySet[Commitment], QuerySet[Commitment]]:
    """Still in time, but due within the hour; and due later, but warned of already.

    Two lists, each with an index of its own; the first comes before the second.
    """
    rows = _bare(person)
    soon = promises.due_between(rows, at, at + SOON)
    warned = promises.running(rows).filter(due_at__gte=at + SOON, warned_at__isnull=False)
    return soon, warned.order_by("due_at", "id")


def missed(person: Person, begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """What was kept late or not at all in a stretch of time, the latest first."""
    rows = ended(person, begin, end).filter(state__in=[State.LATE, State.BROKEN])
    return rows.order_by("-ended_at", "-id")


def capped(*lists: QuerySet[Commitment]) -> int:
    """How many rows there are, counted up to a bound, so that a long list costs no more."""
    return min(CAP, sum(rows.order_by()[:CAP].count() for rows in lists))


def first(count: int, *lists: QuerySet[Commitment]) -> list[Commitment]:
    """The first rows of lists that follow each other."""
    found: list[Commitment] = []
    for rows in lists:
        if len(found) < count:
            found += rows[: count - len(found)]
    return found
