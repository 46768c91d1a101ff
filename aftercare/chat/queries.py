"""Looking up consultations, within what a person may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from aftercare.catalog.models import Unit
from aftercare.chat.models import Attendance, Consultation, Remark
from aftercare.chat.rules import HERE_FOR, PATIENCE
from aftercare.chat.states import OPEN, Standing
from aftercare.desk import queries as desk
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Power, Role
from aftercare.plans import queries as plans
from aftercare.plans.models import Agreement, Cover

RELATED = ("customer", "person", "unit__model", "agreement", "agent", "case")
MOST_SHOWN = 500  # of the remarks of one conversation, on a page
MOST_WAITING = 50


def may_answer(person: Person) -> bool:
    """Whether a person may answer consultations: our own people at the desk."""
    return person.handles_every_case


def consultations_visible_to(person: Person) -> QuerySet[Consultation]:
    """Staff who see every case see every consultation; a technician or dealer those of their
    cases; a customer what they asked themselves."""
    rows = Consultation.objects.select_related(*RELATED)
    if person.may(Power.SEE_ALL_CASES):
        return rows
    if person.role == Role.CUSTOMER:
        return rows.filter(person=person)
    return rows.filter(case__in=desk.cases_visible_to(person).order_by().values("pk"))


def by_link(link_hash: str) -> Consultation | None:
    """The consultation of a private link, by the hash of its secret."""
    rows = Consultation.objects.select_related(*RELATED)
    return rows.filter(link_hash=link_hash).first() if link_hash else None


def waiting(*, limit: int = MOST_WAITING) -> QuerySet[Consultation]:
    """Those nobody has taken, the longest waiting first."""
    rows = Consultation.objects.select_related(*RELATED).filter(state=Standing.WAITING)
    return rows.order_by("asked_at", "id")[:limit]


def talking(agent: Person) -> QuerySet[Consultation]:
    """The open conversations of an agent, the oldest first."""
    rows = Consultation.objects.select_related(*RELATED).filter(state=Standing.TALKING, agent=agent)
    return rows.order_by("asked_at", "id")


def unheard(agent: Person) -> tuple[int, int]:
    """How many questions wait for somebody, and how many of an agent's own conversations have
    something the agent has not seen."""
    waits = Consultation.objects.filter(state=Standing.WAITING).order_by()[:MOST_WAITING].count()
    own = Consultation.objects.filter(state=Standing.TALKING, agent=agent)
    rows = own.values_list("last_number", "agent_saw")
    return waits, sum(last > saw for last, saw in rows)


def remarks_of(
    consultation: Consultation, *, after: int = 0, limit: int = MOST_SHOWN
) -> list[Remark]:
    """What was said after a number, in order."""
    rows = consultation.remarks.select_related("attachment").filter(number__gt=after)
    return list(rows.order_by("number")[:limit])


@dataclass(frozen=True)
class Stand:
    """What both sides follow of a consultation besides its remarks."""

    key: int
    revision: int
    last: int
    customer_saw: int
    agent_saw: int
    customer_typed_at: datetime | None
    agent_typed_at: datetime | None


STANDING = ("id", "revision", "last_number", "customer_saw", "agent_saw",
            "customer_typed_at", "agent_typed_at")  # fmt: skip


def stands_of(keys: list[int]) -> list[Stand]:
    """How these consultations stand now; one query."""
    rows = Consultation.objects.filter(pk__in=keys).values_list(*STANDING)
    return [Stand(*row) for row in rows]


def said_since(after: dict[int, int]) -> list[Remark]:
    """What was said in several consultations, in each after a number of its own; one query."""
    if not after:
        return []
    wanted = Q(pk__in=[])
    for key, number in after.items():
        wanted |= Q(consultation=key, number__gt=number)
    rows = Remark.objects.filter(wanted).select_related("attachment")
    return list(rows.order_by("consultation", "number"))


def attending(at: datetime) -> QuerySet[Attendance]:
    """Who is on duty at the web page at a moment."""
    here = Attendance.objects.filter(seen_at__gt=at - HERE_FOR, person__is_active=True)
    return here.select_related("person").order_by("since", "id")


def left_alone(at: datetime, limit: int = 100) -> list[int]:
    """The keys of open consultations in which nothing was said for a while, for the worker."""
    rows = Consultation.objects.filter(state__in=sorted(OPEN), last_at__lte=at - PATIENCE)
    return list(rows.order_by("last_at", "id").values_list("pk", flat=True)[:limit])


def customer_with(phone: str) -> Organisation | None:
    """The one customer with this telephone number; none when nobody or several have it."""
    if not phone:
        return None
    outside = (OrganisationKind.CUSTOMER, OrganisationKind.HOUSEHOLD)
    own = Organisation.objects.filter(kind__in=outside)
    theirs = Person.objects.filter(phone=phone, is_active=True, role=Role.CUSTOMER)
    found = own.filter(Q(phone=phone) | Q(pk__in=theirs.values("organisation")))[:2]
    return found[0] if len(found) == 1 else None


def agreement_for(customer: Organisation, unit: Unit | None, at: datetime) -> Agreement | None:
    """The agreement a question falls under: of the unit, else the only one of the customer."""
    if unit is not None:
        return plans.agreement_for(customer=customer, unit=unit, project=None, site=None, at=at)
    covers = Cover.objects.filter(plans.in_force(at), agreement__customer=customer)
    keys: Any = covers.order_by().values_list("agreement", flat=True).distinct()[:2]
    found = list(keys)
    return Agreement.objects.get(pk=found[0]) if len(found) == 1 else None
