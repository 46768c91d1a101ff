"""Who and what a report is about, as the person at the desk picks it, and what is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.coverage import queries as coverage
from aftercare.desk import judging, queries
from aftercare.desk.board import next_clocks
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice, plan_of
from aftercare.desk.states import OPEN
from aftercare.desk.ticking import Ticking, ticking
from aftercare.people import queries as people
from aftercare.people.models import Organisation, Person
from aftercare.plans import queries as plans
from aftercare.plans.language.document import Plan
from aftercare.plans.models import Agreement
from aftercare.promises import queries as promises

M = TypeVar("M", bound=Model)
MOST_LISTED = 100
FEW = 6


@dataclass(frozen=True)
class Picked:
    """What has been picked so far; everything belongs to the customer.

    A unit brings its project and its place along; what is picked decides the agreement, and only
    where it does not, the person does.
    """

    customer: Organisation | None = None
    unit: Unit | None = None
    project: Project | None = None
    site: Site | None = None
    agreement: Agreement | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan whose words hold."""
        return plan_of(self.agreement)


def pick(person: Person, reference: str) -> Picked:
    """What a line of the search stands for; nothing when the person may not see it."""
    kind, _slash, key = reference.partition("/")
    if not key.isdigit():
        return Picked()
    if kind == "organisation":
        return _picked(customer=_one(people.organisations_visible_to(person), key))
    if kind == "unit":
        return _picked(unit=_one(catalog.units_visible_to(person), key))
    if kind == "site":
        return _picked(site=_one(catalog.sites_visible_to(person), key))
    if kind == "project":
        return _picked(project=_one(catalog.projects_visible_to(person), key))
    return Picked()


def picked_from(person: Person, given: Mapping[str, Any]) -> Picked:
    """What a form names by keys; whatever does not belong to its customer is left out."""
    customer = _one(people.organisations_visible_to(person), given.get("customer"))
    if customer is None:
        return Picked()
    found: dict[str, Any] = {
        "unit": _one(catalog.units_visible_to(person), given.get("unit")),
        "project": _one(catalog.projects_visible_to(person), given.get("project")),
        "site": _one(catalog.sites_visible_to(person), given.get("site")),
        "agreement": _one(plans.agreements_visible_to(person), given.get("agreement")),
    }
    own = {n: one for n, one in found.items() if one and one.customer_id == customer.pk}
    return _picked(customer=customer, **own)


def agreements_of(person: Person, customer: Organisation) -> QuerySet[Agreement]:
    """The agreements of a customer, the newest first."""
    return (
        plans.agreements_visible_to(person).filter(customer=customer).order_by("-signed_on", "-id")
    )


def listed(person: Person, picked: Picked) -> dict[str, Sequence[Any]]:
    """What can be chosen of a customer: its units, sites, projects and agreements."""
    if picked.customer is None:
        return {name: [] for name in ("unit", "site", "project", "agreement")}
    rows: dict[str, QuerySet[Any]] = {
        "unit": catalog.units_visible_to(person).order_by("-id"),
        "site": catalog.sites_visible_to(person).order_by("name"),
        "project": catalog.projects_visible_to(person).order_by("-id"),
    }
    found = {
        n: _with(q.filter(customer=picked.customer), getattr(picked, n)) for n, q in rows.items()
    }
    return {**found, "agreement": list(agreements_of(person, picked.customer)[:MOST_LISTED])}


@dataclass(frozen=True)
class About:
    """What is known about what was picked, to be seen while the caller is still speaking."""

    picked: Picked
    duplicates: Sequence[Case]
    open_cases: Sequence[tuple[Case, Ticking | None]]
    past: Sequence[Case]
    promises: Sequence[Ticking]
    contacts: Sequence[Mapping[str, str]]
    verdict: judging.Judged | None
    price_to_sales: bool


def about(person: Person, picked: Picked, facts: Mapping[str, str], now: datetime) -> About:
    """Everything the intake shows of what was picked."""
    customer = picked.customer
    if customer is None:
        return About(picked, [], [], [], [], [], None, False)
    duplicates = list(
        queries.likely_duplicates(customer=customer, unit=picked.unit, site=picked.site)
    )
    visible = queries.listed(queries.cases_visible_to(person))
    of_customer = visible.filter(customer=customer, state__in=sorted(OPEN))
    open_cases = list(of_customer.order_by("-reported_at")[:FEW])
    clocks = next_clocks(open_cases)
    plan = picked.plan
    return About(
        picked=picked,
        duplicates=duplicates,
        open_cases=[(case, clocks.get(case.reference)) for case in open_cases],
        past=_past(visible, picked),
        promises=_running(person, picked),
        contacts=_contacts(picked, Voice(plan)),
        verdict=_verdict(picked, facts, now),
        price_to_sales=plan is not None and plan.fees.paying.phone_price == "route to sales",
    )


def _picked(
    customer: Organisation | None = None,
    unit: Unit | None = None,
    project: Project | None = None,
    site: Site | None = None,
    agreement: Agreement | None = None,
) -> Picked:
    thing = unit or project or site
    customer = customer or (thing.customer if thing else None)
    if customer is None:
        return Picked()
    project = (unit.project if unit else None) or project
    site = (unit.site if unit else None) or site or (project.site if project else None)
    found = plans.agreement_for(customer=customer, unit=unit, project=project, site=site)
    if found is None and agreement is None:
        own = Agreement.objects.filter(customer=customer).select_related("plan_version")[:2]
        agreement = own[0] if len(own) == 1 else None
    return Picked(customer, unit, project, site, found or agreement)


def _one(rows: QuerySet[M], key: Any) -> M | None:
    return rows.filter(pk=int(key)).first() if str(key or "").isdigit() else None


def _with(rows: QuerySet[M], chosen: M | None) -> list[M]:
    """The first rows, and the chosen one in any case."""
    found = list(rows[:MOST_LISTED])
    return found if chosen is None or chosen in found else [chosen, *found]


def _past(visible: QuerySet[Case], picked: Picked) -> list[Case]:
    if picked.unit is None:
        return []
    settled = visible.filter(unit=picked.unit).exclude(state__in=sorted(OPEN))
    return list(settled.order_by("-reported_at")[:FEW])


def _running(person: Person, picked: Picked) -> list[Ticking]:
    """The most urgent promises of the agreement, of whatever subject."""
    if picked.agreement is None:
        return []
    rows = promises.commitments_visible_to(person).filter(agreement=picked.agreement)
    urgent = (
        promises.running(rows).select_related(None).order_by(F("due_at").asc(nulls_last=True), "id")
    )
    return ticking(urgent[:FEW])


def _contacts(picked: Picked, voice: Voice) -> list[dict[str, str]]:
    if picked.agreement is None:
        return []
    rows: Iterable[Any] = picked.agreement.contacts.order_by("id")
    return [{"role": voice.contact(r.role), "name": r.name, "phone": r.phone} for r in rows]


def _verdict(picked: Picked, facts: Mapping[str, str], now: datetime) -> judging.Judged | None:
    if picked.customer is None or (picked.unit is None and picked.agreement is None):
        return None
    case = Case(customer=picked.customer, **facts)
    if picked.agreement is not None:
        case.service = case.service or picked.agreement.service
    verdict = coverage.verdict_for(
        agreement=picked.agreement, unit=picked.unit, project=picked.project,
        customer=picked.customer, facts=case.facts, on=now,
    )  # fmt: skip
    return judging.judged(verdict, picked.plan)


def products() -> Sequence[ProductModel]:
    """The models a new unit may be of."""
    return list(catalog.products().order_by("name", "code")[:300])
