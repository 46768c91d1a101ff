"""Putting the question of coverage: what is known about a unit, looked up for the rules."""

import zoneinfo
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from aftercare.catalog.models import Component, Project, Unit
from aftercare.coverage.floors import loader
from aftercare.coverage.rules import ladder, places, verdict
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.question import Component as AskedComponent
from aftercare.coverage.rules.question import Question, Setting
from aftercare.coverage.rules.repairs import Repair
from aftercare.coverage.rules.terms import Milestone
from aftercare.kit.models import Event
from aftercare.kit.prepared import Prepared
from aftercare.people.models import Organisation, OrganisationKind
from aftercare.plans import queries as plans
from aftercare.plans.correcting import as_told_now
from aftercare.plans.language.document import Plan, Words
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement

MILESTONES = frozenset(kind for kind, known in EVENTS.items() if known.milestone)
_COMPONENTS = Prepared(
    lambda unit: Component.objects.filter(unit=unit, removed_on=None).values_list("kind", flat=True)
)


def verdict_for(
    *,
    agreement: Agreement | None,
    unit: Unit | None,
    project: Project | None,
    customer: Organisation,
    facts: Mapping[str, str],
    on: datetime,
) -> verdict.Verdict:
    """Whether something is covered on a day, and why."""
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    day = on.astimezone(zone).date()
    project = project or (unit.project if unit else None)
    asked = (facts["component"],) if facts.get("component") else ()
    return verdict.judge(
        Question(
            on=day,
            setting=_setting(unit, project, customer),
            plan=plans.document(agreement.plan_version) if agreement else None,
            floors=loader.in_force(day),
            levels=_levels(unit, project, agreement),
            components=_components(unit),
            asked=asked,
            facts={**_line_of(agreement), **facts},
            zone=zone,
        )
    )


def ladders_for(
    *,
    agreement: Agreement | None,
    unit: Unit,
    repairs: Sequence[Repair],
    chain: str,
    facts: Mapping[str, str],
) -> list[ladder.Ladder]:
    """What the customer could choose each time a fault came back: one ladder for each repair.

    repairs: of this fault, oldest first; each carries the `chain`. On the day of a repair those
    before it are over. facts: of the fault, such as its cause; what is not in it is not known.
    """
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    setting = _setting(unit, unit.project, unit.customer)
    plan = plans.document(agreement.plan_version) if agreement else None
    levels = _levels(unit, unit.project, agreement)
    components = _components(unit)
    told = {**_line_of(agreement), **facts}
    found = []
    for place, repair in enumerate(repairs):
        day = repair.handed_in_at.astimezone(zone).date()
        floors = loader.in_force(day)
        question = Question(
            on=day, setting=setting, plan=plan, floors=floors, levels=levels,
            components=components, facts=told, zone=zone,
        )  # fmt: skip
        covered = verdict.judge(question).covered
        history = History(
            setting=setting, facts=told, repairs=tuple(repairs[:place]), chain=chain,
            in_warranty={"yes": True, "no": False}.get(covered), levels=levels,
            promised=tuple(plan.floors) if plan else (), agreed=agreement is not None, zone=zone,
            titles=_titles(plan),
        )  # fmt: skip
        found.append(ladder.ladder(history, plan.remedies if plan else (), floors, day))
    return found


def choices_for(
    *,
    agreement: Agreement | None,
    unit: Unit | None,
    project: Project | None,
    customer: Organisation,
    facts: Mapping[str, str],
    on: datetime,
    covered: str,
    repairs: Sequence[Repair] = (),
    chain: str | None = None,
    late: Collection[str] = (),
) -> ladder.Ladder:
    """What the customer may choose on a day about a fault that is there, and what comes next.

    covered: the verdict on the fault. repairs: of the unit, of every fault, the running one too.
    chain: which fault it is, where no word of the plan says so. late: promises of the plan that
    were not kept in this case.
    """
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    day = on.astimezone(zone).date()
    project = project or (unit.project if unit else None)
    plan = plans.document(agreement.plan_version) if agreement else None
    history = History(
        setting=_setting(unit, project, customer), facts={**_line_of(agreement), **facts},
        repairs=tuple(repairs), chain=chain, late=frozenset(late),
        in_warranty={"yes": True, "no": False}.get(covered),
        levels=_levels(unit, project, agreement), promised=tuple(plan.floors) if plan else (),
        agreed=agreement is not None, zone=zone, titles=_titles(plan),
    )  # fmt: skip
    floors = loader.in_force(day)
    return ladder.ladder(history, plan.remedies if plan else (), floors, day)


def _titles(plan: Plan | None) -> dict[str, Words]:
    """What the promises of a plan are called."""
    promises = plan.promises if plan else {}
    return {name: one.title for name, one in promises.items() if one.title}


def _line_of(agreement: Agreement | None) -> dict[str, str]:
    """The service line of the agreement holds unless the question names another."""
    return {"service": agreement.service} if agreement and agreement.service else {}


def _setting(unit: Unit | None, project: Project | None, customer: Organisation) -> Setting:
    site = unit.site if unit and unit.site else (project.site if project else None)
    return Setting(
        product_class=unit.model.product_class if unit else "",
        customer_class="consumer" if customer.kind == OrganisationKind.HOUSEHOLD else "business",
        jurisdictions=places.jurisdictions(site.place if site else ""),
    )


def _levels(*things: Unit | Project | Agreement | None) -> tuple[tuple[Milestone, ...], ...]:
    """What happened to each of them, in one look."""
    found: dict[str, list[Milestone]] = {thing.reference: [] for thing in things if thing}
    subjects = {f"subject_{place}": subject for place, subject in enumerate(found)}
    rows = _milestones(len(found))(**subjects) if found else []
    for first, now in as_told_now(_Told(*row) for row in rows):
        found[first.subject].append(_milestone(first, now))
    return tuple(tuple(milestones) for milestones in found.values())


@cache
def _milestones(number: int) -> Prepared[tuple[Any, ...]]:
    """Of so many things."""

    def of_all(**subjects: Any) -> QuerySet[Event, tuple[Any, ...]]:
        rows = Event.objects.filter(subject__in=[*subjects.values()], kind__in=MILESTONES)
        return rows.values_list(*_Told._fields)

    return Prepared(of_all)


class _Told(NamedTuple):
    """What of an event tells a milestone."""

    subject: str
    sequence: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


def _milestone(first: _Told, now: _Told) -> Milestone:
    """A milestone as it is told now, under the number it was first recorded with."""
    signed = now.data.get("signatures", {})
    at = max((datetime.fromisoformat(moment) for moment in signed.values()), default=None)
    return Milestone(
        first.kind, at or now.occurred_at, now.recorded_at, frozenset(signed), first.sequence
    )


def _components(unit: Unit | None) -> tuple[AskedComponent, ...]:
    if unit is None:
        return ()
    return tuple(AskedComponent(kind) for kind in _COMPONENTS(unit=unit.pk))
