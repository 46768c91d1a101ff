"""Looking up plans and agreements, within what a person may see."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role
from aftercare.plans.correcting import as_told_now
from aftercare.plans.language.document import Plan, Promise, Schedule
from aftercare.plans.language.reading import read_plan
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement, Binding, Cover, PlanVersion

EVERYTHING = frozenset({Power.SEE_ALL_CASES, Power.WRITE_PLANS})


def document(version: PlanVersion) -> Plan:
    """The plan a version holds, as a typed document; its text is needed only the first time."""
    return _document(_Held(version.digest, str(version), version))


@dataclass(frozen=True)
class _Held:
    """A version known by its digest and name, so that two loadings of it are the same."""

    digest: str
    name: str
    version: PlanVersion = field(compare=False)


@lru_cache(maxsize=256)
def _document(held: _Held) -> Plan:
    text = held.version.text
    if hashlib.sha256(text.encode()).hexdigest() != held.digest:
        raise ValueError(f"the text of {held.name} is not the one that was loaded ({held.digest})")
    plan = read_plan(text, held.name).plan
    if plan is None:
        raise ValueError(f"{held.name} ({held.digest}) was loaded but can no longer be read")
    return plan


def versions_of(plan: str) -> QuerySet[PlanVersion]:
    """All versions of a plan, the newest first."""
    return PlanVersion.objects.filter(plan=plan).order_by("-number")


def newest_versions() -> QuerySet[PlanVersion]:
    """The newest version of every plan, by catalogue number."""
    return newest_of(PlanVersion.objects.all()).order_by("catalogue", "plan")


def plans_visible_to(person: Person) -> QuerySet[PlanVersion]:
    """The newest version that a person may read of every plan, by catalogue number."""
    return newest_of(versions_visible_to(person)).order_by("catalogue", "plan")


def covered_things(agreement: Agreement) -> list[Agreement | Project | Unit]:
    """What milestones can be recorded on: the agreement, its projects, and its units."""
    covers = Cover.objects.filter(agreement=agreement)
    projects = Project.objects.filter(covers__in=covers)
    return [*projects.order_by("id"), *_units_under(covers).order_by("id"), agreement]


def covered_thing(agreement: Agreement, reference: str) -> Agreement | Project | Unit | None:
    """What milestones can be recorded on, by its reference such as `unit/17`; None if nothing."""
    if reference == agreement.reference:
        return agreement
    kind, _, key = reference.partition("/")
    if not key.isdecimal() or len(key) > 18:
        return None
    covers = Cover.objects.filter(agreement=agreement)
    if kind == "project":
        return Project.objects.filter(pk=key, covers__in=covers).first()
    if kind == "unit":
        return _units_under(covers).filter(pk=key).first()
    return None


def _units_under(covers: QuerySet[Cover]) -> QuerySet[Unit]:
    """The units that are covered themselves, or with their project or site."""
    units = Unit.objects.select_related("model").filter(
        Q(covers__in=covers) | Q(project__covers__in=covers) | Q(site__covers__in=covers)
    )
    return units.distinct()


def milestones_of(plan: Plan) -> list[str]:
    """The milestones that mean something to a plan, in the order of the vocabulary."""
    promises: list[Promise | Schedule] = [*plan.promises.values(), *plan.schedules.values()]
    used = {kind for one in promises for kind in (one.from_, *one.until) if kind}
    used |= {kind for one in plan.schedules.values() for kind in one.from_otherwise}
    for term in plan.warranty:
        used |= {term.starts, *term.starts_otherwise, term.missing_papers or ""}
    used |= {one.needs or "" for one in plan.after_expiry} | {
        "agreement.ended",
        "ownership.changed",
    }
    return [kind for kind, known in EVENTS.items() if known.milestone and kind in used]


MOST_MILESTONES = 300


def milestones_told(agreement: Agreement) -> list[tuple[Event, Event]]:
    """What has happened to the agreement and the things it covers, the latest first: each as it
    was first recorded, and as it is told now."""
    subjects = [thing.reference for thing in covered_things(agreement)]
    milestones = [kind for kind, known in EVENTS.items() if known.milestone]
    recorded = Event.objects.filter(subject__in=subjects, kind__in=milestones)
    told = as_told_now(recorded.order_by("-sequence")[:MOST_MILESTONES])
    return sorted(told, key=lambda pair: (pair[1].occurred_at, pair[0].sequence), reverse=True)


def agreements_visible_to(person: Person) -> QuerySet[Agreement]:
    """Staff see all, a technician those of the customers met at work, a dealer what it deals with,
    a customer its own, anybody else nothing."""
    agreements = Agreement.objects.select_related("customer", "dealer", "plan_version").defer(
        "plan_version__text"
    )
    if any(person.may(power) for power in EVERYTHING):
        return agreements
    if person.role == Role.TECHNICIAN:
        met = people.at_work(person, "organisation")
        return agreements if people.sees_all(person) else agreements.filter(customer__in=met)
    if person.role == Role.DEALER:
        return agreements.filter(dealer=person.organisation)
    if person.role == Role.CUSTOMER:
        return agreements.filter(customer=person.organisation)
    return agreements.none()


def versions_visible_to(person: Person) -> QuerySet[PlanVersion]:
    """Staff see every plan; dealers and customers the versions their agreements ever followed."""
    if person.role not in {Role.DEALER, Role.CUSTOMER}:
        return PlanVersion.objects.all()
    followed = Binding.objects.filter(agreement__in=agreements_visible_to(person))
    return PlanVersion.objects.filter(pk__in=followed.values("plan_version"))


def newest_of(versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """Of these versions the newest of each plan."""
    newer = versions.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    return versions.filter(~Exists(newer))


def agreement_for(
    *, customer: Organisation, unit: Unit | None, project: Project | None, site: Site | None
) -> Agreement | None:
    """The agreement a case falls under: of the unit, else its project, else the site; the newest
    wins."""
    project = project or (unit.project if unit else None)
    site = site or (unit.site if unit else None)
    covered = Q()
    for name, thing in (("unit", unit), ("project", project), ("site", site)):
        covered |= Q(**{name: thing}) if thing is not None else Q()
    if not covered:
        return None
    covers = Cover.objects.select_related("agreement__plan_version").defer(
        "agreement__plan_version__text"
    )
    found = covers.filter(covered, agreement__customer=customer)
    best = max(found, key=_closeness, default=None)
    return best.agreement if best else None


def _closeness(cover: Cover) -> tuple[bool, bool, date, int]:
    """The unit before the project before the site; of two the newest."""
    signed_on, key = cover.agreement.signed_on, cover.agreement_id
    return cover.unit_id is not None, cover.project_id is not None, signed_on, key
