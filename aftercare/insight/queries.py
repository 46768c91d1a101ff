"""Figures about promises, within what a person may see; nothing here is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from aftercare.people.models import Person
from aftercare.promises import queries as promises
from aftercare.promises.models import RUNS, Commitment, Consequence
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


# The columns of the key and of the name of each kind of group.
GROUPS = {
    "plan": ("plan_version__plan", "plan_version__title_zh"),
    "dealer": ("organisation", "organisation__name"),
    "person": ("responsible", "responsible__name"),
}


def of(person: Person, chosen: Mapping[str, str]) -> QuerySet[Commitment]:
    """The commitments a person may see of the chosen plan, dealer and person; see `GROUPS`."""
    rows = promises.commitments_visible_to(person)
    for by, key in chosen.items():
        column = GROUPS[by][0]
        rows = rows.filter(**({f"{column}__isnull": True} if key == NOBODY else {column: key}))
    return rows


def ended(rows: QuerySet[Commitment], begin: datetime, end: datetime) -> QuerySet[Commitment]:
    """Commitments whose outcome fell into a stretch of time."""
    return rows.filter(ended_at__gte=begin, ended_at__lt=end)


def total(rows: QuerySet[Commitment]) -> Group:
    """All outcomes together, in one query."""
    found = rows.order_by().aggregate(**_COUNTS)
    return Group("", "", found["kept"], found["late"], found["broken"])


@dataclass(frozen=True)
class Standing:
    """Of what is late or at risk now, how many fall to each plan, dealer and person; counted up
    to a bound, so that a long list costs no more."""

    count: int
    names: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, Mapping[str, int]]


def standing(rows: QuerySet[Commitment], language: str = "zh") -> Standing:
    """Count rows that still run by group, in one query."""
    columns = [one for by in GROUPS for one in _columns(by, language)]
    found = list(rows.values_list(*columns)[:CAP])
    counts: dict[str, Counter[str]] = {}
    names: dict[str, dict[str, str]] = {}
    for place, by in enumerate(GROUPS):
        pairs = [(_key(row[2 * place]), row[2 * place + 1] or "") for row in found]
        counts[by], names[by] = Counter(key for key, _name in pairs), dict(pairs)
    return Standing(len(found), names, counts)


def grouped(
    rows: QuerySet[Commitment], by: str, late: Standing, risk: Standing, language: str = "zh"
) -> list[Group]:
    """Outcomes by plan, dealer or person with what stands late and at risk now, the worst first;
    one query."""
    key, name = _columns(by, language)
    counted: Any = rows.order_by().annotate(group=F(key)).values("group")
    found = counted.annotate(name=Max(name), **_COUNTS).order_by("-broken", "-late", "name")
    outcomes = {_key(row["group"]): row for row in found[:MOST_GROUPS]}
    names = {**risk.names[by], **late.names[by],
             **{one: row["name"] or "" for one, row in outcomes.items()}}  # fmt: skip
    none = dict.fromkeys(_COUNTS, 0)
    groups = [
        Group(
            key=one,
            name=name,
            **{outcome: outcomes.get(one, none)[outcome] for outcome in _COUNTS},
            late_now=late.counts[by].get(one, 0),
            at_risk=risk.counts[by].get(one, 0),
        )
        for one, name in names.items()
    ]
    return sorted(groups, key=_worst)[:MOST_GROUPS]


def late_now(rows: QuerySet[Commitment], at: datetime) -> QuerySet[Commitment]:
    """Still open, and the due moment has passed."""
    return promises.due_between(rows, None, at)


def at_risk(rows: QuerySet[Commitment], at: datetime) -> QuerySet[Commitment]:
    """Still in time, but warned of already, or due within the hour."""
    warned = Consequence.objects.filter(commitment=OuterRef("pk"), step__startswith="warn")
    running = rows.filter(RUNS, due_at__gte=at)
    return running.filter(Q(due_at__lt=at + SOON) | Exists(warned)).order_by("due_at", "id")


def missed(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Of what ended, that which was kept late or not at all, the latest first."""
    return rows.filter(state__in=[State.LATE, State.BROKEN]).order_by("-ended_at", "-id")


def _columns(by: str, language: str) -> tuple[str, str]:
    key, name = GROUPS[by]
    return key, name.replace("_zh", f"_{language}")


def _key(value: Any) -> str:
    return NOBODY if value is None else str(value)


def _worst(group: Group) -> tuple[int, int, int, int, str]:
    return -group.broken, -group.late_now, -group.late, -group.at_risk, group.name


_COUNTS = {
    "kept": Count("pk", filter=Q(state=State.KEPT)),
    "late": Count("pk", filter=Q(state=State.LATE)),
    "broken": Count("pk", filter=Q(state=State.BROKEN)),
}
