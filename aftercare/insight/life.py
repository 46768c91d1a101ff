"""The life of a unit: what happened to it, what it cost by month, which fault came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import ExtractYear, TruncMonth
from django.utils import timezone

from aftercare.catalog.models import PastRepair, Unit
from aftercare.coverage import queries as coverage
from aftercare.coverage.rules.ladder import Ladder
from aftercare.coverage.rules.repairs import Repair
from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.plans import queries as plans
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement

NOON = time(12)
CENT = Decimal("0.01")
MOST_FAULTS = 10
MOST_CLIMBED = 12  # times a fault came back, each with its ladder
MOST_HAPPENED = 30
TAKEN_AS = {"cause": "product"}  # books do not tell causes; the ladder is about quality


@dataclass(frozen=True)
class Sums:
    """All repairs from before Aftercare together; `costs` by currency."""

    repairs: int
    first_on: date | None
    last_on: date | None
    costs: Sequence[tuple[str, Decimal | None]]


@dataclass(frozen=True)
class Fault:
    """A fault that was repaired more than once."""

    name: str
    times: int
    first_on: date
    last_on: date
    cost: Decimal | None


@dataclass(frozen=True)
class Rung:
    """One time a fault was there, and what could be chosen then."""

    repair: PastRepair
    before: int
    ladder: Ladder


def sums(unit: Unit) -> Sums:
    """How many repairs, from when to when, at what cost."""
    rows = unit.past_repairs.order_by()
    found = rows.aggregate(count=Count("pk"), first=Min("done_on"), last=Max("done_on"))
    costs = rows.filter(cost__isnull=False).values("currency").annotate(total=Sum("cost"))
    by_currency = [(row["currency"], _cents(row["total"])) for row in costs.order_by("currency")]
    return Sums(found["count"], found["first"], found["last"], by_currency)


def years(unit: Unit) -> list[int]:
    """The years with repairs, the latest first."""
    found = unit.past_repairs.order_by().annotate(year=ExtractYear("done_on"))
    return sorted(found.values_list("year", flat=True).distinct(), reverse=True)


def costs_by_month(unit: Unit, year: int) -> dict[str, list[Decimal | None]]:
    """The cost of each month of a year, by currency."""
    rows = unit.past_repairs.filter(done_on__year=year, cost__isnull=False).order_by()
    grouped = rows.annotate(month=TruncMonth("done_on")).values("currency", "month")
    found: dict[str, list[Decimal | None]] = {}
    for row in grouped.annotate(total=Sum("cost")).order_by("currency", "month"):
        months = found.setdefault(row["currency"], [Decimal(0)] * 12)
        months[row["month"].month - 1] = _cents(row["total"])
    return found


def repeated(unit: Unit) -> list[Fault]:
    """The faults that came back, the most frequent first; several orders of a day are one time."""
    rows = unit.past_repairs.exclude(fault="").order_by().values("fault")
    counted: Any = rows.annotate(
        times=Count("done_on", distinct=True),
        first=Min("done_on"),
        last=Max("done_on"),
        total=Sum("cost"),
    )  # fmt: skip
    often = counted.filter(times__gt=1).order_by("-times", "fault")[:MOST_FAULTS]
    return [
        Fault(row["fault"], row["times"], row["first"], row["last"], _cents(row["total"]))
        for row in often
    ]


def climbed(unit: Unit, fault: str) -> list[Rung]:
    """Each time a fault was there, oldest first, with the remedy ladder of that day.

    Several orders of one day are one repair: the second is not a sign that the first failed. Days
    in repair are not counted, since the books tell only on which day a repair began.
    """
    ordered = unit.past_repairs.filter(fault=fault).order_by("done_on", "id")
    by_day = {row.done_on: row for row in reversed(ordered[: 10 * MOST_CLIMBED])}
    rows = [by_day[day] for day in sorted(by_day)[:MOST_CLIMBED]]
    ladders = coverage.ladders_for(
        agreement=agreement_of(unit), unit=unit, repairs=[_repair(row) for row in rows],
        chain=fault, facts=TAKEN_AS,
    )  # fmt: skip
    pairs = enumerate(zip(rows, ladders, strict=True))
    return [Rung(row, before, ladder) for before, (row, ladder) in pairs]


def agreement_of(unit: Unit) -> Agreement | None:
    """The agreement that covers a unit."""
    return plans.agreement_for(
        customer=unit.customer, unit=unit, project=None, site=None, at=timezone.now()
    )


def milestones(unit: Unit) -> list[Event]:
    """What happened to the unit and its project, the latest first."""
    subjects = [unit.reference, *([unit.project.reference] if unit.project else [])]
    kinds = [kind for kind, known in EVENTS.items() if known.milestone]
    rows = Event.objects.filter(subject__in=subjects, kind__in=kinds)
    return list(rows.order_by("-occurred_at", "-sequence")[:MOST_HAPPENED])


def cases(person: Person, unit: Unit) -> list[Case]:
    """The cases of a unit that a person may see, the latest first."""
    rows = desk.listed(desk.cases_visible_to(person).filter(unit=unit))
    return list(rows.order_by("-reported_at", "-id")[:MOST_HAPPENED])


def _cents(total: Decimal | None) -> Decimal | None:
    """SQLite adds amounts up as floating point; to the cent they are right again."""
    return None if total is None else Decimal(total).quantize(CENT)


def _repair(row: PastRepair) -> Repair:
    begins = datetime.combine(row.done_on, NOON, ZoneInfo(settings.TIME_ZONE))
    return Repair(f"{row.pk}", begins, begins, fault=row.fault, chain=row.fault)
