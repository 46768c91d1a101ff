"""Looking up plans and agreements, within what a person may see."""

from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.plans.language.document import Plan
from aftercare.plans.language.reading import read_plan
from aftercare.plans.models import Agreement, Binding, PlanVersion

EVERYTHING = frozenset({Power.SEE_ALL_CASES, Power.WRITE_PLANS})


def document(version: PlanVersion) -> Plan:
    """The plan a version holds, as a typed document."""
    return _document(version.digest, version.text, str(version))


@lru_cache(maxsize=256)
def _document(digest: str, text: str, name: str) -> Plan:
    plan = read_plan(text, name).plan
    if plan is None:
        raise ValueError(f"{name} ({digest}) was loaded but can no longer be read")
    return plan


def versions_of(plan: str) -> QuerySet[PlanVersion]:
    """All versions of a plan, the newest first."""
    return PlanVersion.objects.filter(plan=plan).order_by("-number")


def newest_versions() -> QuerySet[PlanVersion]:
    """The newest version of every plan, by catalogue number."""
    newer = Q(plan__isnull=False)
    latest = (
        PlanVersion.objects.filter(newer)
        .order_by("plan", "-number")
        .values_list("plan", "number", "pk")
    )
    newest: dict[str, int] = {}
    for plan, _number, pk in latest:
        newest.setdefault(plan, pk)
    return PlanVersion.objects.filter(pk__in=newest.values()).order_by("catalogue", "plan")


def agreements_visible_to(person: Person) -> QuerySet[Agreement]:
    """Staff see all, a dealer what it deals with, a customer its own, anybody else nothing."""
    agreements = Agreement.objects.select_related("customer", "dealer", "plan_version")
    if any(person.may(power) for power in EVERYTHING):
        return agreements
    if person.role == Role.TECHNICIAN:
        return agreements
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
