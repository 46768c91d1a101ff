"""What the customer may choose now: the remedy ladder, with the repairs that cases were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from aftercare.catalog.models import Unit
from aftercare.catalog.rules import same_problem
from aftercare.coverage import queries as coverage
from aftercare.coverage.rules.ladder import Ladder
from aftercare.coverage.rules.repairs import Repair, Wait
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice
from aftercare.kit.models import Event
from aftercare.promises import queries as promises
from aftercare.promises.models import Commitment
from aftercare.promises.rules.lives import RESUMES, WAITS

# Reports of these kinds are about a fault of the unit.
OF_A_FAULT = ("", "fault", "complaint", "objection", "damage", "claim")
MOST_REPAIRS = 200  # of one unit, the newest; the ladder counts a handful
NOON = time(12)
OFF = frozenset({"case.solved", "case.closed"})
SEEN = (*OFF, "case.reopened", "case.withdrawn", WAITS, *RESUMES, "remedy.chosen", "part.replaced")
NEW_UNIT = frozenset({"new-unit", "exchange"})
Scope = Literal["part", "assembly", "unit"] | None


def ladder_of(case: Case, on: datetime) -> Ladder:
    """What may be chosen on a moment about the fault of a case, saved or only thought of."""
    repairs = repairs_of(case.unit, on) if case.unit else []
    return coverage.choices_for(
        agreement=case.agreement, unit=case.unit, project=case.project, customer=case.customer,
        facts=case.facts, on=on, covered=case.covered, repairs=repairs, chain=_chain(case),
        late=_late(case, on) if case.pk else (),
    )  # fmt: skip


def repairs_of(unit: Unit, on: datetime) -> list[Repair]:
    """Every repair of a unit until a moment: those of its cases, and those from before Aftercare.

    A case that was solved and reopened was repaired in vain once more.
    """
    rows = Case.objects.filter(unit=unit, kind__in=OF_A_FAULT, reported_at__lte=on)
    cases = list(rows.order_by("-reported_at", "-id")[:MOST_REPAIRS])
    told: dict[str, list[Event]] = {case.reference: [] for case in cases}
    seen = Event.objects.filter(subject__in=list(told), kind__in=SEEN, occurred_at__lte=on)
    for event in seen.order_by("occurred_at", "sequence"):
        told[event.subject].append(event)
    found = [one for case in cases for one in _repairs(case, told[case.reference])]
    return [*found, *_from_the_books(unit)]


def _repairs(case: Case, events: Iterable[Event]) -> list[Repair]:
    """From the report, or from a reopening, until it was solved: each is one repair."""
    found: list[Repair] = []
    begun: datetime | None = case.reported_at
    waits: list[Wait] = []
    replaced: Scope = None
    remedy = ""
    for event in events:
        if event.kind in {WAITS, *RESUMES} and waits and waits[-1].ends_at is None:
            last = waits.pop()
            waits.append(Wait(last.reason, last.begins_at, event.occurred_at))
        if event.kind == WAITS:
            waits.append(Wait(event.data.get("reason", ""), event.occurred_at))
        elif event.kind == "part.replaced":
            replaced = replaced or "part"
        elif event.kind == "remedy.chosen" and event.data.get("accepted"):
            remedy = event.data.get("offer", "")
            replaced = "unit" if remedy in NEW_UNIT else replaced
        elif event.kind == "case.withdrawn":
            begun = None
        elif event.kind in OFF and begun is not None:
            found.append(_repair(case, len(found), begun, event.occurred_at, waits, replaced,
                                 remedy))  # fmt: skip
            begun, waits, replaced, remedy = None, [], None, ""
        elif event.kind == "case.reopened" and begun is None:
            begun = event.occurred_at
    if begun is not None:
        found.append(_repair(case, len(found), begun, None, waits, None, ""))
    return found


def _repair(
    case: Case,
    before: int,
    begins: datetime,
    ends: datetime | None,
    waits: Sequence[Wait],
    replaced: Scope,
    remedy: str,
) -> Repair:
    return Repair(
        f"{case.number}/{before + 1}" if before else case.number, begins, ends,
        fault=case.fault or None, component=case.component or None, cause=case.cause or "unknown",
        waits=tuple(waits), replaced=replaced, remedy=remedy or None, chain=_chain(case),
    )  # fmt: skip


def _from_the_books(unit: Unit) -> list[Repair]:
    zone = ZoneInfo(settings.TIME_ZONE)
    rows = unit.past_repairs.order_by("-done_on", "-id")[:MOST_REPAIRS]
    days = [(row, datetime.combine(row.done_on, NOON, zone)) for row in rows]
    return [
        Repair(f"{row.done_on}", day, day, fault=row.fault, chain=row.fault) for row, day in days
    ]


def _chain(case: Case) -> str | None:
    """Which fault it is, by what was said, as long as no word of the plan says so."""
    return None if case.fault else same_problem(case.symptom) or None


def _late(case: Case, on: datetime) -> set[str]:
    rows = Commitment.objects.filter(subject=case.reference)
    return {row.promise for row in rows if promises.is_late(row, on)}


@dataclass(frozen=True)
class Choice:
    """A choice that is open, in words: what, why, and which clause or law opens it."""

    key: str
    words: Sequence[str]
    reasons: Sequence[str]
    opened_by: Sequence[str]


@dataclass(frozen=True)
class Choices:
    """What may be chosen, what is next, and the counts behind it, ready to be shown."""

    open: Sequence[Choice]
    ahead: Sequence[str]
    unsettled: Sequence[str]
    same_fault: int
    repair_days: int
    suspended_days: int

    @property
    def tells(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.open or self.ahead)


def in_words(ladder: Ladder, voice: Voice) -> Choices:
    """A ladder in the language of the page."""
    language = get_language() or "zh"
    return Choices(
        open=[
            Choice(
                key=f"{offer.source}:{offer.name}",
                words=[voice.offer(word) for word in offer.offers],
                reasons=[one.text(language) for one in offer.reasons],
                opened_by=offer.clauses or (offer.name,),
            )
            for offer in ladder.offers
        ],
        ahead=[one.reason.text(language) for one in ladder.ahead],
        unsettled=list(dict.fromkeys(one.reason.text(language) for one in ladder.unsettled)),
        same_fault=ladder.same_fault_repaired,
        repair_days=ladder.repair_days,
        suspended_days=ladder.suspended_days,
    )


def as_json(ladder: Ladder) -> dict[str, Any]:
    """A ladder for the API, with its reasons as sentences."""
    voice = Voice(None)
    told = in_words(ladder, voice)
    open_ = [
        {
            "source": offer.source, "name": offer.name, "offers": offer.offers,
            "chooser": offer.chooser, "clauses": offer.clauses,
            "law": [offer.name] if offer.source == "law" else [], "reasons": choice.reasons,
        }
        for offer, choice in zip(ladder.offers, told.open, strict=True)
    ]  # fmt: skip
    counts: Mapping[str, int] = {
        "same_fault_repaired": ladder.same_fault_repaired, "repair_days": ladder.repair_days,
        "suspended_days": ladder.suspended_days,
    }  # fmt: skip
    return {"open": open_, "ahead": told.ahead, "unsettled": told.unsettled, **counts}
