"""Who and what a report is about, as the person at the desk picks it, and what is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.utils import timezone

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.coverage import queries as coverage
from aftercare.desk import choosing, foreseeing, judging, queries
from aftercare.desk.board import next_clocks
from aftercare.desk.foreseeing import Foreseen
from aftercare.desk.models import Case
from aftercare.desk.speech import Voice, plan_of
from aftercare.desk.states import OPEN
from aftercare.desk.ticking import Ticking, ticking
from aftercare.kit import references
from aftercare.people import queries as people
from aftercare.people.models import Organisation, OrganisationKind, Person
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
    where it does not, the person does. `caller` is the person who was found, else the household.
    """

    customer: Organisation | None = None
    unit: Unit | None = None
    project: Project | None = None
    site: Site | None = None
    agreement: Agreement | None = None
    caller: Person | Organisation | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan whose words hold."""
        return plan_of(self.agreement)


def pick(person: Person, reference: str) -> Picked:
    """What a line of the search stands for; nothing when the person may not see it."""
    kind, key = references.parts(reference)
    if kind == "person":
        return _called_by(_one(people.people_visible_to(person), key))
    if kind == "organisation":
        return _picked(customer=_one(people.organisations_visible_to(person), key))
    if kind == "agreement":
        return _under(_one(plans.agreements_visible_to(person), key))
    seen = _visible(person)
    return _picked(**{kind: _one(seen[kind], key)}) if kind in seen else Picked()


def picked_from(person: Person, given: Mapping[str, Any]) -> Picked:
    """What a form names by keys; whatever does not belong to its customer is left out."""
    customer = _one(people.organisations_visible_to(person), given.get("customer"))
    if customer is None:
        return Picked()
    seen = {**_visible(person), "agreement": plans.agreements_visible_to(person)}
    found = {name: _one(rows, given.get(name)) for name, rows in seen.items()}
    own = {n: one for n, one in found.items() if one and one.customer_id == customer.pk}
    return _picked(customer=customer, **own)


def verdict_today(unit: Unit, now: datetime) -> judging.Judged | None:
    """Whether a fault of a unit would be covered today; None when nothing says."""
    picked = _picked(unit=unit)
    case = _imagined(picked, unit.customer, {})
    return _verdict(picked, case, now)


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
    promises: Sequence[tuple[Ticking, str]]
    foreseen: Sequence[Foreseen]
    contacts: Sequence[Mapping[str, str]]
    verdict: judging.Judged | None
    choices: choosing.Choices | None
    price_to_sales: bool


def about(
    person: Person,
    picked: Picked,
    facts: Mapping[str, str],
    now: datetime,
    *,
    reported_at: datetime | None = None,
    agreed_for: datetime | None = None,
    symptom: str = "",
) -> About:
    """Everything the intake shows of what was picked, and what a report with these facts brings.

    reported_at: when it was said, if that was earlier; agreed_for: the time the customer sets.
    symptom: by which the same fault is known again, where no word of the plan names it.
    """
    customer = picked.customer
    if customer is None:
        return About(picked, [], [], [], [], [], [], None, None, False)
    duplicates = list(
        queries.likely_duplicates(person, customer=customer, unit=picked.unit, site=picked.site)
    )
    visible = queries.listed(queries.cases_visible_to(person))
    of_customer = visible.filter(customer=customer, state__in=sorted(OPEN))
    open_cases = list(of_customer.order_by("-reported_at")[:FEW])
    clocks = next_clocks(open_cases)
    plan, case = picked.plan, _imagined(picked, customer, facts)
    verdict = _verdict(picked, case, now)
    case.covered, case.symptom = verdict.covered if verdict else "", symptom
    return About(
        picked=picked,
        duplicates=duplicates,
        open_cases=[(case, clocks.get(case.reference)) for case in open_cases],
        past=_past(visible, picked),
        promises=_running(person, picked),
        contacts=_contacts(picked, Voice(plan)),
        foreseen=foreseeing.foreseen(case, reported_at or now, agreed_for),
        verdict=verdict,
        choices=choosing.in_words(choosing.ladder_of(case, now), Voice(plan)) if verdict else None,
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
    found = plans.agreement_for(
        customer=customer, unit=unit, project=project, site=site, at=timezone.now()
    )
    if found is None and agreement is None:
        own = Agreement.objects.filter(customer=customer).select_related("plan_version")[:2]
        agreement = own[0] if len(own) == 1 else None
    caller = customer if customer.kind == OrganisationKind.HOUSEHOLD else None
    return Picked(customer, unit, project, site, found or agreement, caller)


def _visible(person: Person) -> dict[str, QuerySet[Any]]:
    return {
        "unit": catalog.units_visible_to(person),
        "project": catalog.projects_visible_to(person),
        "site": catalog.sites_visible_to(person),
    }


def _under(agreement: Agreement | None) -> Picked:
    """What an agreement is about: the one thing it covers, if it covers one alone."""
    if agreement is None:
        return Picked()
    covers = list(agreement.covers.select_related("project", "unit", "site")[:2])
    only = covers[0] if len(covers) == 1 else None
    things = {n: getattr(only, n) for n in ("unit", "project", "site") if only is not None}
    return replace(_picked(customer=agreement.customer, **things), agreement=agreement)


def _called_by(found: Person | None) -> Picked:
    if found is None:
        return Picked()
    return replace(_picked(customer=found.organisation), caller=found)


def _one(rows: QuerySet[M], key: Any) -> M | None:
    """The row of a key, as a number or as an address writes it; None when there is none."""
    number = references.number(str(key or ""))
    return rows.filter(pk=number).first() if number is not None else None


def _with(rows: QuerySet[M], chosen: M | None) -> list[M]:
    """The first rows, and the chosen one in any case."""
    found = list(rows[:MOST_LISTED])
    return found if chosen is None or chosen in found else [chosen, *found]


def _past(visible: QuerySet[Case], picked: Picked) -> list[Case]:
    if picked.unit is None:
        return []
    settled = visible.filter(unit=picked.unit).exclude(state__in=sorted(OPEN))
    return list(settled.order_by("-reported_at")[:FEW])


def _running(person: Person, picked: Picked) -> list[tuple[Ticking, str]]:
    """The most urgent promises of the agreement, of whatever subject, and what each is about."""
    if picked.agreement is None:
        return []
    rows = promises.commitments_visible_to(person).filter(agreement=picked.agreement)
    urgent = (
        promises.running(rows).select_related(None).order_by(F("due_at").asc(nulls_last=True), "id")
    )
    clocks = ticking(urgent[:FEW])
    keys = [key for one in clocks if (key := references.key_of(one.commitment.subject, "case"))]
    cases = {case.reference: case for case in queries.listed(Case.objects.filter(pk__in=keys))}
    return [(one, _about_what(cases.get(one.commitment.subject))) for one in clocks]


def _about_what(case: Case | None) -> str:
    return f"{case.number} {case.symptom}" if case else ""


def _contacts(picked: Picked, voice: Voice) -> list[dict[str, str]]:
    if picked.agreement is None:
        return []
    rows: Iterable[Any] = picked.agreement.contacts.order_by("id")
    return [{"role": voice.contact(r.role), "name": r.name, "phone": r.phone} for r in rows]


def _imagined(picked: Picked, customer: Organisation, facts: Mapping[str, str]) -> Case:
    """The case as it would be registered now."""
    case = Case(customer=customer, agreement=picked.agreement, unit=picked.unit, site=picked.site,
                project=picked.project, **facts)  # fmt: skip
    foreseeing.complete(case)
    return case


def _verdict(picked: Picked, case: Case, now: datetime) -> judging.Judged | None:
    if picked.unit is None and picked.agreement is None:
        return None
    verdict = coverage.verdict_for(
        agreement=picked.agreement, unit=picked.unit, project=picked.project,
        customer=case.customer, facts=case.facts, on=now,
    )  # fmt: skip
    return judging.judged(verdict, picked.plan)


def products() -> Sequence[ProductModel]:
    """The models a new unit may be of."""
    return list(catalog.products().order_by("name", "code")[:300])
