"""Where something was, and to what it belonged, when: told from the events of its changes.

The catalog only knows what is true now. Its history knows the rest, so that a promise keeps the
place and the agreement it was made under (`docs/rules/clocks.md`, section 8).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.models import Event
from aftercare.plans.models import Cover
from aftercare.promises.rules.periods import ALWAYS, Change, Held, Period, filled_in, held, joined

# The changes of the catalog that matter to promises: of which field of what.
FOLLOWED: Mapping[str, frozenset[str]] = {
    "unit.changed": frozenset({"project", "site"}),
    "project.changed": frozenset({"site"}),
    "site.changed": frozenset({"place"}),
}


def matters(event: Event) -> bool:
    """Whether an event changes where something is, or to what it belongs."""
    return bool(FOLLOWED.get(event.kind, frozenset()) & set(event.data.get("changes", ())))


@dataclass(frozen=True)
class Whereabouts:
    """The sites a subject was at and the projects it belonged to, by their references."""

    subject: str
    sites: tuple[Held, ...] = ()
    projects: tuple[Held, ...] = ()

    @property
    def belongs_to(self) -> list[str]:
        """Everything by which it is or was covered: itself, its projects, its sites."""
        through = [*self.projects, *self.sites] if self.subject.startswith("unit/") else []
        return [self.subject, *dict.fromkeys(value for _period, value in through if value)]


def whereabouts(subject: str) -> Whereabouts:
    """Where a unit, project or site was; nothing is known of anything else."""
    kind, _slash, key = subject.partition("/")
    if kind == "site":
        return Whereabouts(subject, ((ALWAYS, subject),))
    if kind == "project":
        site = Project.objects.filter(pk=key).values_list("site", flat=True).first()
        return Whereabouts(subject, tuple(held(_named("site", site), _changes(subject, "site"))))
    row = Unit.objects.filter(pk=key).values_list("site", "project").first()
    if kind != "unit" or row is None:
        return Whereabouts(subject)
    changes = list(_changed(subject))
    return Whereabouts(
        subject,
        tuple(held(_named("site", row[0]), _of(changes, "site"))),
        tuple(held(_named("project", row[1]), _of(changes, "project"))),
    )


def covered(about: Whereabouts, covers: Iterable[Cover]) -> list[Period]:
    """When some covers of an agreement hold for a subject, oldest first.

    A unit that was given a project or a site late belongs to it from the beginning: nobody had
    promised it anything as part of another.
    """
    through: list[Held] = [(ALWAYS, about.subject)]
    if about.subject.startswith("unit/"):
        through += [*filled_in(about.projects), *filled_in(about.sites)]
    found = []
    for cover in covers:
        for period, reference in through:
            if reference == cover.reference:
                both = period.cut(Period(*cover.period))
                found += [both] if both is not None else []
    return joined(found)


def places(about: Whereabouts) -> tuple[tuple[Period, str], ...]:
    """The administrative path of the site at each time, oldest first."""
    references = {reference for _period, reference in about.sites if reference}
    if not references:
        return ()
    told = _places_of(references)
    return tuple(
        (both, str(place or ""))
        for period, reference in about.sites
        for stretch, place in told.get(reference, [(ALWAYS, "")])
        if (both := period.cut(stretch)) is not None
    )


def _places_of(sites: Collection[str]) -> dict[str, list[Held]]:
    rows = Site.objects.filter(pk__in=[one.rpartition("/")[2] for one in sites])
    changes: dict[str, list[Change]] = {}
    events = Event.objects.filter(subject__in=sites, kind="site.changed").order_by("sequence")
    for event in events:
        changes.setdefault(event.subject, []).extend(_of([event], "place"))
    return {row.reference: held(row.place, changes.get(row.reference, [])) for row in rows}


def _changed(subject: str) -> Iterable[Event]:
    kind = f"{subject.partition('/')[0]}.changed"
    return Event.objects.filter(subject=subject, kind=kind).order_by("sequence")


def _changes(subject: str, name: str) -> list[Change]:
    return _of(_changed(subject), name)


def _of(events: Iterable[Event], name: str) -> list[Change]:
    """The changes of one field. A moment never lies before the one told last."""
    found: list[Change] = []
    for event in events:
        pair = event.data.get("changes", {}).get(name)
        if pair is not None:
            at = max([event.occurred_at, *(one.at for one in found[-1:])])
            found.append(Change(at, *pair))
    return found


def _named(kind: str, key: Any) -> str | None:
    return f"{kind}/{key}" if key else None
