"""Where the engine finds what it derives from: agreements, their plan versions, their events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Event
from aftercare.plans import queries as plans
from aftercare.plans.models import Agreement, Binding, PlanVersion
from aftercare.promises.rules import holidays, terms
from aftercare.promises.rules.deriving import Happening
from aftercare.promises.rules.lives import ENGINE_EVENTS


@dataclass(frozen=True)
class Source:
    """One subject under one agreement: the terms it follows and what holds for it."""

    agreement: Agreement
    subject: str
    bounds: tuple[terms.Bound, ...]
    facts: Mapping[str, Any]


def sources_of(subject: str, context: str) -> list[Source]:
    """The agreements a subject is under: of what agreements cover those that cover it; of a case
    the one that the event's context names."""
    named = _named(subject, context)
    if named is None:
        return [source(agreement, subject) for agreement in _agreements(subject)]
    bindings = list(Binding.objects.filter(agreement_id=int(named)).select_related("agreement"))
    return [_source(bindings[0].agreement, subject, bindings)] if bindings else []


def source(agreement: Agreement, subject: str) -> Source:
    """Everything about an agreement that the engine needs besides events."""
    return _source(agreement, subject, Binding.objects.filter(agreement=agreement))


def _source(agreement: Agreement, subject: str, followed: Iterable[Binding]) -> Source:
    """With the plan versions that the agreement followed, oldest first."""
    bindings = list(followed)
    until = [binding.from_at for binding in bindings[1:]]
    bounds = tuple(
        terms.Bound(terms_of(binding.plan_version_id), binding.from_at, end)
        for binding, end in zip(bindings, [*until, None], strict=True)
    )
    return Source(agreement, subject, bounds, facts_of(agreement, subject))


@lru_cache(maxsize=256)
def terms_of(version: int) -> terms.Terms:
    """A plan version made ready; versions never change, so they are kept."""
    plan = plans.document(PlanVersion.objects.get(pk=version))
    return terms.compile_terms(version, plan, holidays.china())


COLUMNS = ("sequence", "kind", "occurred_at", "recorded_at", "data")  # as a Happening takes them


def happenings_of(source: Source) -> list[Happening]:
    """The events of a subject, as the engine sees them under one agreement: what was let go under
    another one, with the same plan, is not let go here."""
    rows = Event.objects.filter(subject=source.subject).order_by("sequence")
    return [
        Happening(*row)
        for context, *row in rows.values_list("context", *COLUMNS)
        if _told_under(source, row[1], context)
    ]


def happenings_for(source: Source, events: Iterable[Event]) -> list[Happening]:
    """The same of events at hand."""
    return [happening(event) for event in events if _told_under(source, event.kind, event.context)]


def _told_under(source: Source, kind: str, context: str) -> bool:
    return kind not in ENGINE_EVENTS or context in ("", source.agreement.reference)


def under(agreement: Agreement) -> list[str]:
    """The agreement, and everything it covers on which something is on record: its subjects."""
    covers = list(agreement.covers.all())
    projects = [cover.project_id for cover in covers if cover.project_id]
    sites = [cover.site_id for cover in covers if cover.site_id]
    units = Unit.objects.filter(
        Q(pk__in=[cover.unit_id for cover in covers if cover.unit_id])
        | Q(project__in=projects)
        | Q(site__in=sites)
    )
    references = [
        agreement.reference,
        *(f"project/{key}" for key in projects),
        *(f"site/{key}" for key in sites),
        *(f"unit/{key}" for key in units.values_list("pk", flat=True).iterator()),
    ]
    told: set[str] = set()
    for chunk in chunks(references):
        told.update(Event.objects.filter(subject__in=chunk).values_list("subject", flat=True))
    return sorted(told)


def happening(event: Event) -> Happening:
    """One event row as the engine sees it."""
    return Happening(event.sequence, event.kind, event.occurred_at, event.recorded_at, event.data)


def _named(subject: str, context: str) -> int | None:
    """The key of the agreement itself, or of the one that the event of a case names."""
    kind, _slash, key = subject.partition("/")
    if kind not in {"agreement", *_COVERED}:
        kind, _slash, key = context.partition("/")
    return int(key) if kind == "agreement" else None


def _agreements(subject: str) -> Iterable[Agreement]:
    kind, _slash, key = subject.partition("/")
    return Agreement.objects.filter(_covering(kind, key)).distinct() if kind in _COVERED else []


_COVERED = {"project", "unit", "site"}


def _covering(kind: str, key: str) -> Q:
    """A unit is covered itself, by its project, or by its site."""
    direct = Q(**{f"covers__{kind}": key})
    if kind != "unit":
        return direct
    return direct | Q(covers__project__units=key) | Q(covers__site__units=key)


def facts_of(agreement: Agreement, subject: str) -> dict[str, Any]:
    """What holds for a subject whatever happens: service line, end of the agreement, place."""
    facts: dict[str, Any] = {"service": agreement.service} if agreement.service else {}
    if agreement.ends_on:
        facts["ends_at"] = f"{agreement.ends_on.isoformat()}T16:00:00+00:00"
    place = _place(subject)
    return {**facts, "place": place} if place else facts


def _place(subject: str) -> str:
    kind, _slash, key = subject.partition("/")
    if kind == "unit":
        where: str | None = (
            Unit.objects.filter(pk=key).values_list("site__place", flat=True).first()
        )
    elif kind == "project":
        where = Project.objects.filter(pk=key).values_list("site__place", flat=True).first()
    elif kind == "site":
        where = Site.objects.filter(pk=key).values_list("place", flat=True).first()
    else:
        where = None
    return where or ""
