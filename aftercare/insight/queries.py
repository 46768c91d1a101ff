"""Figures about promises, within what a person may see; nothing here is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from aftercare.people.models import Organisation, Person
from aftercare.plans.models import PlanVersion
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment
from aftercare.promises.rules.deriving import State

SOON = timedelta(hours=1)
MOST_GROUPS = 50
CAP = 1000  # nobody counts further by eye
NOBODY = "none"  # the group of what has no dealer or no person


@dataclass(frozen=True)
class Group:
    """How the promises of one plan, dealer or person ended in a stretch of time, and how many
    stand late or at risk now.

    key: what the filter of the page takes for it, `none` for those without; name: empty for them.
    """

    key: str
    name: str
    kept: int = 0
    late: int = 0
    broken: int = 0
    late_now: int = 0
    at_risk: int = 0

    @property
    def share_kept(self) -> int | None:
        """Per cent kept of all that ended with an outcome; None when none did."""
        total = self.kept + self.late + self.broken
        return round(100 * self.kept / total) if total else None


GROUPS = {"plan": "plan_version", "dealer": "organisation", "person": "responsible"}
OUTCOMES = (State.KEPT, State.LATE, State.BROKEN)
Rows = Sequence[Mapping[str, Any]]


def of(person: Person, chosen: Mapping[str, str]) -> QuerySet[Commitment]:
    """The commitments a person may see of the chosen plan, dealer and person; see `GROUPS`.

    Nothing is joined: so a database reads an index in its order and stops when it has enough.
    """
    rows = promises.bare_commitments_visible_to(person)
    for by, key in chosen.items():
        if key == NOBODY:
            rows = rows.filter(**{f"{GROUPS[by]}__isnull": True})
        elif by == "plan":
            versions = PlanVersion.objects.filter(plan=key).values_list("pk", flat=True)
            rows = rows.filter(plan_version__in=list(versions))
        else:
            rows = rows.filter(**{GROUPS[by]: key})
    return rows


def ended(rows: QuerySet[Commitment], begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """Commitments whose outcome fell into a stretch of time."""
    return rows.filter(ended_at__gte=begin, ended_at__lt=end)


@dataclass(frozen=True)
class Tally:
    """What each plan version, dealer and person together came to; and, of what still runs, who is
    late and at risk now."""

    counts: Rows
    late: Rows = ()
    risk: Rows = ()

    @property
    def total(self) -> Group:
        """All outcomes together."""
        return _group("", "", self.counts, self.late, self.risk)

    def by(self, name: str, language: str = "zh") -> list[Group]:
        """Outcomes by plan, dealer or person, the worst first; one query for the names."""
        column = GROUPS[name]
        everything = (self.counts, self.late, self.risk)
        keys = {row[column] for rows in everything for row in rows}
        named: dict[Any, tuple[str, str]] = {
            None: (NOBODY, ""), **_NAMES[name](keys - {None}, language),
        }  # fmt: skip
        sorted_out: dict[str, tuple[str, tuple[list[Any], ...]]] = {}
        for place, rows in enumerate(everything):
            for row in rows:
                key, title = named[row[column]]
                sorted_out.setdefault(key, (title, ([], [], [])))[1][place].append(row)
        groups = [_group(key, title, *own) for key, (title, own) in sorted_out.items()]
        return sorted(groups, key=_worst)[:MOST_GROUPS]


def tally(ended: QuerySet[Commitment], late: Rows, risk: Rows) -> Tally:
    """The outcomes counted in one statement, which reads nothing but an index."""
    bare = ended.order_by().filter(state__in=OUTCOMES)
    counted = bare.values("state", *GROUPS.values()).annotate(count=Count("*"))
    return Tally(list(counted), late, risk)


def standing(*lists: QuerySet[Commitment]) -> Rows:
    """To whom each row of lists belongs, up to a bound, so that a long list costs no more."""
    found: list[Mapping[str, Any]] = []
    for rows in lists:
        bare = rows.values(*GROUPS.values())
        found += bare[: CAP - len(found)] if len(found) < CAP else []
    return found


def late_now(rows: QuerySet[Commitment], at: datetime) -> QuerySet[Commitment]:
    """Still open, and the due moment has passed."""
    return promises.due_between(rows, None, at)


def at_risk(
    rows: QuerySet[Commitment], at: datetime
) -> tuple[QuerySet[Commitment], QuerySet[Commitment]]:
    """Still in time, but due within the hour; and due later, but warned of already.

    Two lists, each with an index of its own; the first comes before the second.
    """
    soon = promises.due_between(rows, at, at + SOON)
    warned = promises.running(rows).filter(due_at__gte=at + SOON, warned_at__isnull=False)
    return soon, warned.order_by("due_at", "id")


def missed(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Of what ended, that which was kept late or not at all, the latest first."""
    return rows.filter(state__in=[State.LATE, State.BROKEN]).order_by("-ended_at", "-id")


def first(count: int, *lists: QuerySet[Commitment]) -> list[Commitment]:
    """The first rows of lists that follow each other."""
    found: list[Commitment] = []
    for rows in lists:
        if len(found) < count:
            found += rows[: count - len(found)]
    return found


def _group(key: str, name: str, counts: Rows, late: Rows, risk: Rows) -> Group:
    sums = dict.fromkeys(map(str, OUTCOMES), 0)
    for row in counts:
        sums[row["state"]] += row["count"]
    kept, kept_late, broken = sums.values()
    return Group(key, name, kept, kept_late, broken, len(late), len(risk))


def _worst(group: Group) -> tuple[int, int, int, int, str]:
    return -group.broken, -group.late_now, -group.late, -group.at_risk, group.name


def _plans(keys: Collection[int], language: str) -> dict[int, tuple[str, str]]:
    versions = PlanVersion.objects.filter(pk__in=keys)
    return {pk: (plan, title) for pk, plan, title in
            versions.values_list("pk", "plan", f"title_{language}")}  # fmt: skip


def _organisations(keys: Collection[int], _language: str) -> dict[int, tuple[str, str]]:
    found = Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
    return {pk: (str(pk), name) for pk, name in found}


def _people(keys: Collection[int], _language: str) -> dict[int, tuple[str, str]]:
    found = Person.objects.filter(pk__in=keys).values_list("pk", "name")
    return {pk: (str(pk), name) for pk, name in found}


_NAMES = {"plan": _plans, "dealer": _organisations, "person": _people}
