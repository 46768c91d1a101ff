"""The board: what is late, due in the next hour, today, this week; what nobody has arranged.

A case stands on the board once, with its most urgent clock. Nothing here counts a whole table:
counts stop at a hundred, and every list begins at an index that holds only what is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from aftercare.catalog.models import Project, Site, Unit
from aftercare.desk import queries
from aftercare.desk.answerable import Answerable, all_answerable
from aftercare.desk.models import Case, Part, standing_in
from aftercare.desk.states import UNARRANGED, CaseState
from aftercare.desk.ticking import Ticking, ticking
from aftercare.kit import references
from aftercare.kit.pages import Keyset, Page
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment

MOST_COUNTED = 100
COLUMNS = (
    "id", "subject", "promise", "state", "due_at", "next_at", "warned_at", "provisional",
    "plan_version_id", "started_at", "agreement__customer__name", "responsible__name",
)  # fmt: skip
PREFIX = "case/"
OF_A_CASE = Q(subject__startswith=PREFIX)
DUE = Keyset(("due_at",), filled=("due_at",))
REPORTED = Keyset(("reported_at",))


@dataclass(frozen=True)
class Lane:
    """One list of the board: `begins` and `ends` are read from the time of day; else by state."""

    name: str
    label: Any
    tone: str
    icon: str
    states: frozenset[str] = frozenset()


LANES = {
    lane.name: lane
    for lane in (
        Lane("late", pgettext_lazy("board", "Late"), "bad", "alert-triangle"),
        Lane("hour", pgettext_lazy("board", "Next hour"), "warn", "clock-exclamation"),
        Lane("today", pgettext_lazy("board", "Today"), "calm", "calendar-due"),
        Lane("week", pgettext_lazy("board", "This week"), "calm", "calendar"),
        Lane("unarranged", pgettext_lazy("board", "Not arranged"), "warn", "hand-stop", UNARRANGED),
        Lane("waiting", pgettext_lazy("board", "Waiting"), "idle", "player-pause",
             frozenset({CaseState.WAITING.value})),
    )
}  # fmt: skip
# How the filters of the board are called on a case, and what a commitment knows itself.
OF_CASE = {
    "dealer": "organisation", "person": "responsible", "plan": "agreement__plan_version__plan",
    "severity": "severity", "zone": "zone", "kind": "kind", "source": "source",
    "customer": "customer__in",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the board: a case or something else that is promised, and its clock."""

    case: Case | None
    clock: Ticking | None
    subject: str
    customer: str
    answers: Answerable | None = None


def span(lane: Lane, now: datetime) -> tuple[datetime | None, datetime]:
    """From when to when something of a lane is due; day and week end in the person's zone."""
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    sunday = midnight + timedelta(days=6 - local.weekday())
    hour = now + timedelta(hours=1)
    spans: Mapping[str, tuple[datetime | None, datetime]] = {
        "late": (None, now),
        "hour": (now, hour),
        "today": (hour, max(midnight, hour)),
        "week": (max(midnight, hour), max(sunday, midnight, hour)),
    }
    return spans[lane.name]


def lane_rows(
    person: Person, lane: Lane, chosen: Mapping[str, Any], now: datetime
) -> QuerySet[Commitment] | QuerySet[Case]:
    """What stands in a lane, unordered, within what the person may see.

    chosen: the names of `OF_CASE`, and `what`: `case`, or `other` for visits, reports and the like.
    Nothing is joined, so that a database reads the index in its order and stops when it has
    enough.
    """
    if lane.states:
        return _cases(person, lane, chosen)
    begins, ends = span(lane, now)
    rows = promises.running(_answered_for(person)).filter(due_at__lt=ends)
    if begins is not None:
        rows = rows.filter(due_at__gte=begins)
    return _narrowed(rows, chosen).exclude(OF_A_CASE & Exists(_sooner()))


def _answered_for(person: Person) -> QuerySet[Commitment]:
    """What `promises.commitments_visible_to` shows to staff, technicians and dealers, bare."""
    rows = Commitment.objects.all()
    if person.may(Power.SEE_ALL_CASES):
        return rows
    if person.role == Role.DEALER:
        return rows.filter(organisation=person.organisation_id)
    return rows.filter(responsible=person)


def _cases(person: Person, lane: Lane, chosen: Mapping[str, Any]) -> QuerySet[Case]:
    cases = queries.listed(queries.cases_visible_to(person))
    if chosen.get("what") == "other":
        return cases.none()
    asked = {OF_CASE[name]: value for name, value in chosen.items() if name in OF_CASE}
    return cases.filter(standing_in(lane.states), **asked)


def _narrowed(rows: QuerySet[Commitment], chosen: Mapping[str, Any]) -> QuerySet[Commitment]:
    """The commitments that the filters ask for; what only a case knows is asked of its case."""
    asked = dict(chosen)
    if "what" in asked:
        rows = rows.filter(OF_A_CASE if asked.pop("what") == "case" else ~OF_A_CASE)
    if "dealer" in asked:
        rows = rows.filter(organisation=asked.pop("dealer"))
    if "person" in asked:
        rows = rows.filter(responsible=asked.pop("person"))
    if "plan" in asked:
        versions = PlanVersion.objects.filter(plan=asked.pop("plan"))
        rows = rows.filter(plan_version__in=list(versions.values_list("pk", flat=True)))
    if "customer" in asked:
        agreements = Agreement.objects.filter(customer__in=asked.pop("customer"))
        rows = rows.filter(agreement__in=list(agreements.values_list("pk", flat=True)))
    of_case = {OF_CASE[name]: value for name, value in asked.items()}
    return rows.filter(Exists(_its_case().filter(**of_case))) if of_case else rows


def counts(person: Person, chosen: Mapping[str, Any], now: datetime) -> dict[str, int]:
    """How many stand in each lane; a hundred means a hundred or more."""
    return {
        name: lane_rows(person, lane, chosen, now).order_by()[:MOST_COUNTED].count()
        for name, lane in LANES.items()
    }


def page(
    person: Person, lane: Lane, chosen: Mapping[str, Any], now: datetime, request: Any
) -> Page[Row]:
    """One page of a lane, the most urgent first; the same few queries however many rows."""
    rows: Any = lane_rows(person, lane, chosen, now)
    if lane.states:
        found = REPORTED.shown(rows, request)
        return Page(_answered(_case_rows(found.rows), now), found.earlier, found.later)
    found = DUE.shown(rows.only("due_at"), request)
    due = _answered(_due_rows([row.pk for row in found.rows]), now)
    return Page(due, found.earlier, found.later)


def _answered(rows: Sequence[Row], now: datetime) -> list[Row]:
    """The rows with who answers for their cases now."""
    answers = all_answerable([row.case for row in rows if row.case is not None], now)
    return [
        replace(row, answers=answers.get(row.case.reference)) if row.case is not None else row
        for row in rows
    ]


def next_clocks(cases: Sequence[Case]) -> dict[str, Ticking]:
    """The most urgent running clock of each case, by its reference; a paused one if no other."""
    wanted = [case.reference for case in cases]
    running = promises.running(Commitment.objects.filter(subject__in=wanted))
    first: dict[str, Commitment] = {}
    for row in running.order_by(F("due_at").asc(nulls_last=True)):
        first.setdefault(row.subject, row)
    return {one.commitment.subject: one for one in ticking(first.values())}


def _its_case() -> QuerySet[Case]:
    key = Cast(Substr(OuterRef("subject"), len(PREFIX) + 1), BigIntegerField())
    return Case.objects.filter(pk=key)


def _sooner() -> QuerySet[Commitment]:
    """A clock of the same case that is due before this one."""
    same = promises.running(Commitment.objects.filter(subject=OuterRef("subject")))
    before = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    return same.filter(before)


def _case_rows(cases: Sequence[Case]) -> list[Row]:
    clocks = next_clocks(cases)
    return [_case_row(case, clocks.get(case.reference)) for case in cases]


def _case_row(case: Case, clock: Ticking | None) -> Row:
    return Row(case, clock, str(case.unit or case.project or case.site or ""), case.customer.name)


def _due_rows(found: Sequence[int]) -> list[Row]:
    whole = Commitment.objects.select_related("agreement__customer", "responsible")
    commitments = list(whole.only(*COLUMNS).filter(pk__in=found).order_by("due_at", "id"))
    keys: dict[str, list[int]] = {}
    for row in commitments:
        kind, key = references.parts(row.subject)
        if key is not None:
            keys.setdefault(kind, []).append(key)
    things = {name: _found(name, keys.get(name, [])) for name in _KINDS}
    return [_due_row(one, things) for one in ticking(commitments)]


def _due_row(clock: Ticking, things: Mapping[str, Mapping[int, Any]]) -> Row:
    kind, key = references.parts(clock.commitment.subject)
    found = things.get(kind, {}).get(key) if key is not None else None
    if isinstance(found, Case):
        return _case_row(found, clock)
    return Row(None, clock, str(found or ""), clock.commitment.agreement.customer.name)


_KINDS: Mapping[str, Any] = {
    "case": lambda: queries.listed(Case.objects.all()),
    "part": lambda: Part.objects.select_related("case"),
    "project": Project.objects.all,
    "unit": lambda: Unit.objects.select_related("model"),
    "site": Site.objects.all,
    "agreement": Agreement.objects.all,
}


def _found(kind: str, keys: Sequence[int]) -> dict[int, Any]:
    return {row.pk: row for row in _KINDS[kind]().filter(pk__in=keys)} if keys else {}
