"""Where the engine finds what it derives from: agreements, their plan versions, their events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.models import Event
from aftercare.plans import queries as plans
from aftercare.plans.models import Agreement, Binding, PlanVersion
from aftercare.promises.rules import holidays, terms
from aftercare.promises.rules.deriving import Happening


@dataclass(frozen=True)
class Source:
    """One subject under one agreement: the terms it follows and what holds for it."""

    agreement: Agreement
    subject: str
    bounds: tuple[terms.Bound, ...]
    facts: Mapping[str, Any]


def sources_of(subject: str, context: str) -> list[Source]:
    """The agreements a subject is under: named by the event's context, or found by what they
    cover."""
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
    return Source(agreement, subject, bounds, _facts(agreement, subject))


@lru_cache(maxsize=256)
def terms_of(version: int) -> terms.Terms:
    """A plan version made ready; versions never change, so they are kept."""
    plan = plans.document(PlanVersion.objects.get(pk=version))
    return terms.compile_terms(version, plan, holidays.china())


COLUMNS = ("sequence", "kind", "occurred_at", "recorded_at", "data")  # as a Happening takes them


def happenings_of(subject: str) -> list[Happening]:
    """The events of a subject, as the engine sees them."""
    rows = Event.objects.filter(subject=subject).order_by("sequence")
    return [Happening(*row) for row in rows.values_list(*COLUMNS)]


def happening(event: Event) -> Happening:
    """One event row as the engine sees it."""
    return Happening(event.sequence, event.kind, event.occurred_at, event.recorded_at, event.data)


def _named(subject: str, context: str) -> str | None:
    """The key of the agreement that an event itself names."""
    for reference in (context, subject):
        kind, _slash, key = reference.partition("/")
        if kind == "agreement":
            return key
    return None


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


def _facts(agreement: Agreement, subject: str) -> dict[str, Any]:
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
