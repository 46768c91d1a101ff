"""Looking up marks and reviews, within what a person may see."""

from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Value

from aftercare.catalog.models import Project
from aftercare.people.models import OrganisationKind, Person
from aftercare.people.roles import Power, Role
from aftercare.plans import queries as plans
from aftercare.plans.language.document import Satisfaction
from aftercare.promises.rules.terms import holds
from aftercare.satisfaction import rules
from aftercare.satisfaction.models import ManagerMark, ManagerReview

MANAGER = "project-manager"


def marks_visible_to(person: Person) -> QuerySet[ManagerMark]:
    """All for those who see every case, but not those about themselves; none for others."""
    rows = ManagerMark.objects.select_related("project", "manager")
    return rows.exclude(manager=person) if person.may(Power.SEE_ALL_CASES) else rows.none()


def reviews_visible_to(person: Person) -> QuerySet[ManagerReview]:
    """Likewise."""
    rows = ManagerReview.objects.select_related("project", "manager", "successor", "decided_by")
    return rows.exclude(manager=person) if person.may(Power.SEE_ALL_CASES) else rows.none()


def references_about(person: Person) -> list[str]:
    """The references of the marks and reviews of a person, who is told of them by people."""
    kinds = {"managermark": ManagerMark, "managerreview": ManagerReview}
    marks, reviews = (
        rows._default_manager.filter(manager=person).order_by().values_list(Value(kind), "pk")
        for kind, rows in kinds.items()
    )
    return [f"{kind}/{key}" for kind, key in marks.union(reviews, all=True)]


def records(person: Person) -> bool:
    """Whether a person takes down what parties say."""
    return person.may(Power.HANDLE_CASES) and person.may(Power.SEE_ALL_CASES)


def decides(person: Person) -> bool:
    """Whether a person decides who manages a project: the heads."""
    return person.may(Power.OVERRULE)


def successors() -> QuerySet[Person]:
    """Our own people who may manage a project, by name."""
    own = Person.objects.filter(is_active=True, organisation__kind=OrganisationKind.COMPANY)
    return own.filter(role__in=(Role.LEAD, Role.MANAGER, Role.TECHNICIAN)).order_by("name", "id")


def rule_of(project: Project, at: datetime) -> Satisfaction | None:
    """What the plan of a project says about its manager; None when it says nothing."""
    agreement = plans.agreement_for(
        customer=project.customer, unit=None, project=project, site=project.site, at=at
    )
    if agreement is None:
        return None
    facts = {"service": agreement.service}
    said = plans.document(agreement.plan_version).satisfaction
    return next((one for one in said if one.of == MANAGER and holds(one.when, facts)), None)


def figure_of(project: Project) -> Decimal | None:
    """How satisfied the parties are with the present manager, in percent."""
    if project.manager_id is None:
        return None
    said = ManagerMark.objects.filter(project=project, manager=project.manager_id).order_by("pk")
    return rules.figure(one.opinion for one in said)
