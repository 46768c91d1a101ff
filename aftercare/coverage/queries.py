"""Putting the question of coverage: what is known about a unit, looked up for the rules."""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from aftercare.catalog.models import Component, Project, Unit
from aftercare.coverage.floors import loader
from aftercare.coverage.rules import places, verdict
from aftercare.coverage.rules.question import Component as AskedComponent
from aftercare.coverage.rules.question import Question, Setting
from aftercare.coverage.rules.terms import Milestone
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, OrganisationKind
from aftercare.plans import queries as plans
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement

COLUMNS = ("kind", "occurred_at", "recorded_at", "sequence", "data")
MILESTONES = frozenset(kind for kind, known in EVENTS.items() if known.milestone)


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
            floors=loader.book().in_force(day),
            levels=_levels(unit, project, agreement),
            components=_components(unit),
            asked=asked,
            facts={**_line_of(agreement), **facts},
            zone=zone,
        )
    )


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
    events = Event.objects.filter(subject__in=list(found), kind__in=MILESTONES)
    rows = events.order_by("sequence").values_list("subject", *COLUMNS)
    for subject, *columns in rows if found else ():
        found[subject].append(_milestone(*columns))
    return tuple(tuple(milestones) for milestones in found.values())


def _milestone(
    kind: str, occurred_at: datetime, recorded_at: datetime, sequence: int, data: Mapping[str, Any]
) -> Milestone:
    signed = data.get("signatures", {})
    at = max((datetime.fromisoformat(moment) for moment in signed.values()), default=None)
    return Milestone(kind, at or occurred_at, recorded_at, frozenset(signed), sequence)


def _components(unit: Unit | None) -> tuple[AskedComponent, ...]:
    if unit is None:
        return ()
    parts = Component.objects.filter(unit=unit, removed_on__isnull=True)
    return tuple(AskedComponent(kind) for kind in parts.values_list("kind", flat=True))
