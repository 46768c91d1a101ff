"""Looking up plans and agreements, within what a person may see."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import days, references, search
from aftercare.kit.models import Event
from aftercare.kit.prepared import Prepared
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role
from aftercare.plans.correcting import CORRECTS, as_told_now
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


def covered_thing(agreement: Agreement, reference: str) -> Agreement | Project | Unit | None:
    """What milestones can be recorded on, by its reference such as `unit/17`; None if nothing."""
    if reference == agreement.reference:
        return agreement
    kind, key = references.parts(reference)
    if key is None:
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


def milestones_recorded(agreement: Agreement) -> QuerySet[Event]:
    """What was first recorded of the agreement and the things it covers; what corrects one of
    them is left out."""
    return milestones_of_agreement(agreement).exclude(data__has_key=CORRECTS)


def milestones_of_agreement(agreement: Agreement) -> QuerySet[Event]:
    """Everything recorded of the agreement and the things it covers, corrections too."""
    covers = Cover.objects.filter(agreement=agreement)
    things = [Project.objects.filter(covers__in=covers), _units_under(covers)]
    told = [_references(rows) for rows in things]
    subjects = Q(subject=agreement.reference) | Q(subject__in=told[0]) | Q(subject__in=told[1])
    return Event.objects.filter(subjects, kind__in=_milestone_kinds())


def as_recorded_and_told(rows: Iterable[Event]) -> list[tuple[Event, Event]]:
    """These milestones, each as it was first recorded and as it is told now, in their order; one
    that never happened is left out."""
    first = list(rows)
    subjects = {event.subject for event in first}
    later = Event.objects.filter(
        subject__in=subjects, kind__in=_milestone_kinds(), data__has_key=CORRECTS
    )
    now = {one.sequence: told for one, told in as_told_now([*first, *later])}
    return [(event, now[event.sequence]) for event in first if event.sequence in now]


def _milestone_kinds() -> list[str]:
    return [kind for kind, known in EVENTS.items() if known.milestone]


def _references(rows: QuerySet[Any]) -> QuerySet[Any, str]:
    """The references of rows, such as `unit/17`, for a comparison inside the database."""
    kind = str(rows.model._meta.model_name)
    key = Cast("pk", CharField())
    named = rows.order_by().annotate(named=Concat(Value(f"{kind}/"), key))
    found: QuerySet[Any, str] = named.values_list("named", flat=True)
    return found


def things_named(references: Collection[str]) -> dict[str, Agreement | Project | Unit]:
    """Agreements, projects and units by their references, in one look for each kind."""
    rows: list[QuerySet[Any]] = [
        Agreement.objects.all(), Project.objects.all(), Unit.objects.select_related("model"),
    ]  # fmt: skip
    pairs = [one.partition("/") for one in references]
    return {
        thing.reference: thing
        for several in rows
        for thing in several.filter(
            pk__in=[key for kind, _slash, key in pairs if kind == several.model._meta.model_name]
        )
    }


MOST_OFFERED = 20


def things_offered(agreement: Agreement, text: str) -> list[Agreement | Project | Unit]:
    """What a text finds among what milestones can be recorded on; without one the first few."""
    covers = Cover.objects.filter(agreement=agreement)
    projects, units = Project.objects.filter(covers__in=covers), _units_under(covers)
    if not text.strip():
        return [agreement, *projects.order_by("id")[:3], *units.order_by("id")[:6]]
    keys = _found(agreement.customer_id, text)
    return [
        *projects.filter(pk__in=keys["project"]).order_by("id"),
        *units.filter(pk__in=keys["unit"]).order_by("id")[:MOST_OFFERED],
    ]


def things_of_customer(agreement: Agreement, text: str) -> list[Project | Unit | Site]:
    """What a text finds among what belongs to the customer, so that it can be covered."""
    keys, own = _found(agreement.customer_id, text), {"customer": agreement.customer_id}
    return [
        *Project.objects.filter(pk__in=keys["project"], **own).order_by("id"),
        *Site.objects.filter(pk__in=keys["site"], **own).order_by("id"),
        *Unit.objects.select_related("model").filter(pk__in=keys["unit"], **own).order_by("id"),
    ]


def thing_of_customer(agreement: Agreement, reference: str) -> Project | Unit | Site | None:
    """A project, unit or site of the customer by its reference; None if there is none."""
    kind, _slash, key = reference.partition("/")
    models: dict[str, type[Project | Unit | Site]] = {"project": Project, "unit": Unit,
                                                      "site": Site}  # fmt: skip
    if kind not in models or not (key.isascii() and key.isdecimal()) or len(key) > 18:
        return None
    rows: QuerySet[Any] = models[kind]._default_manager.filter(customer=agreement.customer_id)
    found: Project | Unit | Site | None = rows.filter(pk=int(key)).first()
    return found


def _found(customer: int, text: str) -> dict[str, list[int]]:
    """The keys of projects, sites and units of a customer that a text finds."""
    kinds = ("project", "site", "unit")
    scope = search.Scope(owner=customer)
    hits = search.search(text, kinds=kinds, scope=scope, limit=MOST_OFFERED)
    pairs = [hit.reference.partition("/") for hit in hits]
    return {name: [int(key) for kind, _slash, key in pairs if kind == name] for name in kinds}


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
    *,
    customer: Organisation,
    unit: Unit | None,
    project: Project | None,
    site: Site | None,
    at: datetime,
) -> Agreement | None:
    """The agreement a case of a moment falls under: of the unit, else its project, else the site;
    the newest that covers it then wins."""
    project = project or (unit.project if unit else None)
    site = site or (unit.site if unit else None)
    things = {"unit": unit, "project": project, "site": site}
    keys = {name: thing.pk for name, thing in things.items() if thing is not None}
    found = _covers(*keys)(**keys, customer=customer.pk, at=at) if keys else []
    best = max(found, key=_closeness, default=None)
    return best.agreement if best else None


@cache
def _covers(*names: str) -> Prepared[Cover]:
    """What covers a thing, its project or its site: those of them that are named."""

    def of(customer: Any, at: Any, **keys: Any) -> QuerySet[Cover]:
        covered = reduce(or_, (Q(**{name: keys[name]}) for name in names))
        covers = Cover.objects.select_related("agreement__plan_version").defer(
            "agreement__plan_version__text"
        )
        return covers.filter(covered, in_force(at), agreement__customer=customer)

    return Prepared(of)


def units_under_agreement(at: datetime) -> QuerySet[Unit]:
    """The units that an agreement with their customer covers at a moment, themselves or with their
    project or site; on the last day of an agreement it still holds."""
    today = days.today(at)
    lasting = Q(agreement__ends_on__isnull=True) | Q(agreement__ends_on__gte=today)
    covers = Cover.objects.filter(lasting, in_force(at), agreement__customer=OuterRef("customer"))
    of_unit, of_project, of_site = (
        Exists(covers.filter(**{name: OuterRef(key)}))
        for name, key in (("unit", "pk"), ("project", "project"), ("site", "site"))
    )
    return Unit.objects.filter(of_unit | of_project | of_site)


def in_force(at: datetime) -> Q:
    """Covers that hold at a moment."""
    begun = Q(from_at__isnull=True) | Q(from_at__lte=at)
    return begun & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def _closeness(cover: Cover) -> tuple[bool, bool, date, int]:
    """The unit before the project before the site; of two the newest."""
    signed_on, key = cover.agreement.signed_on, cover.agreement_id
    return cover.unit_id is not None, cover.project_id is not None, signed_on, key
