"""What the plan says about a report before it is registered: service line, zone, promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aftercare.desk.models import Case
from aftercare.desk.speech import voice_of
from aftercare.plans import queries as plans
from aftercare.plans.places import zone_of
from aftercare.promises import sources
from aftercare.promises.rules import engine
from aftercare.promises.rules.deriving import RUNNING, Derived, Happening

THIS = 1  # the number of the report among the events that are only thought of


@dataclass(frozen=True)
class Foreseen:
    """A promise that would run if the report were registered as it stands."""

    title: str
    clauses: Sequence[str]
    due_at: datetime | None
    provisional: bool


def complete(case: Case) -> None:
    """What the plan and the address add to a case: the service line and the zone."""
    if case.agreement is None:
        return
    plan = plans.document(case.agreement.plan_version)
    case.service = case.service or case.agreement.service
    if not case.zone and plan.zones:
        case.zone = zone_of(plan, case.site.place if case.site else "")


def foreseen(case: Case, at: datetime, agreed_for: datetime | None = None) -> list[Foreseen]:
    """The promises a case would bring if it were reported at a moment, by due moment.

    The same fold that makes the real ones works them out, from a report that is only thought of.
    case: not saved, completed, with its facts. agreed_for: the time the customer sets.
    """
    if case.agreement is None:
        return []
    data: dict[str, Any] = {"facts": case.facts}
    if agreed_for is not None:
        data["agreed_for"] = agreed_for.isoformat()
    report = Happening(THIS, "case.reported", at, at, data)
    source = sources.source(case.agreement, "case/0")
    derived = engine.derive(source.bounds, [report], at, source.facts)
    running = [one for one in derived if one.started_by == THIS and one.state in RUNNING]
    voice = voice_of(case)
    return [
        Foreseen(voice.promise(one.promise), voice.clauses_of(one.promise), one.due_at,
                 one.provisional)
        for one in sorted(running, key=_urgency)
    ]  # fmt: skip


def _urgency(one: Derived) -> tuple[bool, datetime, str]:
    return one.due_at is None, one.due_at or one.started_at, one.promise
