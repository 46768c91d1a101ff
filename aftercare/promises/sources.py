"""Where the engine finds what it derives from: agreements, their plan versions, their events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Q

from aftercare.catalog.models import Project, Unit
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Event
from aftercare.kit.prepared import Prepared
from aftercare.plans import queries as plans
from aftercare.plans.models import Agreement, Binding, PlanVersion
from aftercare.promises import whereabouts
from aftercare.promises.rules import holidays, terms
from aftercare.promises.rules.deriving import Happening
from aftercare.promises.rules.lives import ENGINE_EVENTS
from aftercare.promises.rules.periods import Period
from aftercare.promises.whereabouts import Whereabouts

_BINDINGS = Prepared(
    lambda agreement: Binding.objects.filter(agreement=agreement).select_related("agreement")
)


@dataclass(frozen=True)
class Source:
    """One subject under one agreement: the terms it follows and what holds for it."""

    agreement: Agreement
    subject: str
    bounds: tuple[terms.Bound, ...]
    facts: Mapping[str, Any]


def sources_of(subject: str, context: str) -> list[Source]:
    """The agreements a subject is under: of what agreements cover those that cover it or once
    did; of a case the one that the event's context names."""
    named = _named(subject, context)
    if named is None:
        about = whereabouts.whereabouts(subject)
        return [
            _source(agreement, subject, Binding.objects.filter(agreement=agreement), about)
            for agreement in _agreements(about)
        ]
    bindings = _BINDINGS(agreement=int(named))
    return [_source(bindings[0].agreement, subject, bindings)] if bindings else []


def source(agreement: Agreement, subject: str) -> Source:
    """Everything about an agreement that the engine needs besides events."""
    about = whereabouts.whereabouts(subject) if _kind(subject) in _COVERED else None
    return _source(agreement, subject, Binding.objects.filter(agreement=agreement), about)


def of_agreements(keys: Sequence[int]) -> dict[str, Source]:
    """Agreements by their references, for cases under them; two statements for all."""
    followed: dict[int, list[Binding]] = {}
    for binding in Binding.objects.filter(agreement__in=keys):
        followed.setdefault(binding.agreement_id, []).append(binding)
    agreements = Agreement.objects.in_bulk(keys)
    return {
        one.reference: _source(one, "", followed[key])
        for key, one in agreements.items()
        if key in followed
    }


def _source(
    agreement: Agreement,
    subject: str,
    followed: Iterable[Binding],
    about: Whereabouts | None = None,
) -> Source:
    """With the plan versions that the agreement followed, oldest first, and of what it covers
    when it did."""
    bindings = list(followed)
    until = [*(binding.from_at for binding in bindings[1:]), None]
    bounds = [
        terms.Bound(terms_of(binding.plan_version_id), binding.from_at, end)
        for binding, end in zip(bindings, until, strict=True)
    ]
    if about is not None:
        bounds = _while_covered(bounds, agreement, about)
    return Source(agreement, subject, tuple(bounds), facts_of(agreement))


def _while_covered(
    bounds: Iterable[terms.Bound], agreement: Agreement, about: Whereabouts
) -> list[terms.Bound]:
    """The stretches of the bounds in which something was covered, and where it was then."""
    bounds = list(bounds)
    by_place = any(one.terms.goes_by_place for one in bounds)
    places = whereabouts.places(about) if by_place else ()
    covers = agreement.covers.filter(_covering(about, ""))
    return [
        replace(one, since=both.since, until=both.until, places=places)
        for one in bounds
        for period in whereabouts.covered(about, covers)
        if (both := Period(one.since, one.until).cut(period)) is not None
    ]


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


def under(agreement: Agreement, *, only: str = "") -> list[str]:
    """The agreement, and everything it covers on which something is on record: its subjects.

    only: of what is covered by this reference alone.
    """
    covers = [one for one in agreement.covers.all() if only in ("", one.reference)]
    projects = [cover.project_id for cover in covers if cover.project_id]
    sites = [cover.site_id for cover in covers if cover.site_id]
    units = Unit.objects.filter(
        Q(pk__in=[cover.unit_id for cover in covers if cover.unit_id])
        | Q(project__in=projects)
        | Q(site__in=sites)
    )
    references = [
        *([] if only else [agreement.reference]),
        *(f"project/{key}" for key in projects),
        *(f"site/{key}" for key in sites),
        *(f"unit/{key}" for key in units.values_list("pk", flat=True).iterator()),
    ]
    return _on_record(references)


def moved_with(event: Event) -> list[str]:
    """What goes by a changed unit, project or site: itself, and what stands at a site, as far as
    something is on record of it or it was promised something."""
    subjects = [event.subject]
    kind, _slash, text = event.subject.partition("/")
    if kind == "site":
        key = int(text)
        units = Unit.objects.filter(site=key).values_list("pk", flat=True)
        projects = Project.objects.filter(site=key).values_list("pk", flat=True)
        subjects += [f"unit/{one}" for one in units.iterator()]
        subjects += [f"project/{one}" for one in projects.iterator()]
    return [*subjects[:1], *_on_record(subjects[1:])]


def _on_record(subjects: Iterable[str]) -> list[str]:
    told: set[str] = set()
    for chunk in chunks(subjects):
        told.update(Event.objects.filter(subject__in=chunk).values_list("subject", flat=True))
    return sorted(told)


def happening(event: Event) -> Happening:
    """One event row as the engine sees it."""
    return Happening(event.sequence, event.kind, event.occurred_at, event.recorded_at, event.data)


def _kind(subject: str) -> str:
    return subject.partition("/")[0]


def _named(subject: str, context: str) -> int | None:
    """The key of the agreement itself, or of the one that the event of a case names."""
    kind, _slash, key = subject.partition("/")
    if kind not in {"agreement", *_COVERED}:
        kind, _slash, key = context.partition("/")
    return int(key) if kind == "agreement" else None


def _agreements(about: Whereabouts) -> Iterable[Agreement]:
    if _kind(about.subject) not in _COVERED:
        return []
    return Agreement.objects.filter(_covering(about, "covers__")).distinct().order_by("pk")


_COVERED = {"project", "unit", "site"}


def _covering(about: Whereabouts, prefix: str) -> Q:
    """A unit is covered itself, by a project it belongs or belonged to, or by such a site."""
    found = Q()
    for reference in about.belongs_to:
        kind, _slash, key = reference.partition("/")
        found |= Q(**{f"{prefix}{kind}": key})
    return found


def facts_of(agreement: Agreement) -> dict[str, Any]:
    """What holds under an agreement whatever happens: its service line, and its end."""
    facts: dict[str, Any] = {"service": agreement.service} if agreement.service else {}
    if agreement.ends_on:
        facts["ends_at"] = f"{agreement.ends_on.isoformat()}T16:00:00+00:00"
    return facts
