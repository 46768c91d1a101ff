"""Looking up incidents, within what a person may see, and who is convened."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from aftercare.desk.models import Case
from aftercare.duty import queries as duty
from aftercare.duty.models import StandIn
from aftercare.emergency import rules
from aftercare.emergency.models import GroupMember, Incident, Measure, Summons
from aftercare.emergency.rules import Member, Seat
from aftercare.emergency.states import OPEN, MeasureState
from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import OrganisationKind, Person
from aftercare.people.roles import POWERS, Power, Role, may

MOST_EVENTS = 300
MOST_MANAGERS = 5
OUTSIDE = (Role.DEALER, Role.CUSTOMER)


def sees(person: Person) -> bool:
    """Whether a person sees incidents: our own people who handle or see cases."""
    looks = person.may(Power.HANDLE_CASES) or person.may(Power.SEE_ALL_CASES)
    return looks and person.role not in OUTSIDE


def incidents_visible_to(person: Person) -> QuerySet[Incident]:
    """All for our own people who handle or see cases; none for dealers and customers."""
    incidents = Incident.objects.select_related("agreement", "declared_by", "closed_by")
    return incidents if sees(person) else incidents.none()


def waiting(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """The open ones."""
    return incidents.filter(state__in=sorted(OPEN))


def counted(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """With how many measures are open, for lists."""
    is_open = Q(measures__state=MeasureState.OPEN)
    return incidents.annotate(open_measures=Count("measures", filter=is_open))


def measures_visible_to(person: Person) -> QuerySet[Measure]:
    """Those of the incidents a person may see."""
    measures = Measure.objects.select_related("incident", "owner")
    return measures if sees(person) else measures.none()


def of_case(case: Case) -> QuerySet[Incident]:
    """The incidents a case belongs to, the latest first."""
    return Incident.objects.filter(joined__case=case).order_by("-declared_at", "-pk")


def cases_of(incident: Incident) -> QuerySet[Case]:
    """The cases that belong to an incident, in the order they joined."""
    found = Case.objects.filter(incidents__incident=incident)
    related = ("customer", "agreement", "responsible")
    return found.select_related(*related).order_by("incidents__joined_at", "incidents__pk")


def summons_of(incident: Incident) -> list[Summons]:
    """Who was convened, the head first."""
    rows = incident.summons.select_related("person", "instead_of")
    return list(rows.order_by("-is_head", "pk"))


def head_of(incident: Incident) -> Person:
    """The one who heads this incident."""
    return incident.summons.select_related("person").get(is_head=True).person


def is_convened(incident: Incident, person: Person) -> bool:
    """Whether a person sits at the table."""
    return incident.summons.filter(person=person).exists()


def history_of(incident: Incident) -> list[Event]:
    """What happened, the newest first."""
    rows = Event.objects.filter(subject=incident.reference).order_by("-sequence")
    return list(rows[:MOST_EVENTS])


def members() -> QuerySet[GroupMember]:
    """The leading group as it is, the head first."""
    found = GroupMember.objects.filter(until=None).select_related("person__department")
    return found.order_by("-is_head", "pk")


def own_people() -> QuerySet[Person]:
    """Our own people, by name: who may be a member, or own a measure."""
    ours = Person.objects.filter(organisation__kind=OrganisationKind.COMPANY, is_active=True)
    seeing = [
        role for role in POWERS
        if role not in OUTSIDE and (may(role, Power.HANDLE_CASES) or may(role, Power.SEE_ALL_CASES))
    ]  # fmt: skip
    return ours.filter(role__in=seeing).order_by("name", "id")


def to_convene(declarer: Person | None, at: datetime) -> list[Seat]:
    """Who is convened now: the leading group with those who stand in; without a group the service
    managers, and without those whoever declares it."""
    found = list(members())
    if not found:
        return _without_group(declarer)
    asked = _with_stand_ins(found, at)
    keys = [key for one in asked for key in one.in_place]
    everybody = [*(one.person for one in found), *Person.objects.filter(pk__in=keys)]
    away = duty.away_at(everybody, at) | {one.pk for one in everybody if not one.is_active}
    return rules.seats(asked, away)


def _with_stand_ins(found: Iterable[GroupMember], at: datetime) -> list[Member]:
    """Each member with whom to ask in their place: who stands in on a roster, who is on duty in
    the department, the superior."""
    rows = list(found)
    sitting = [one.person for one in rows]
    departments = {one.department for one in sitting if one.department is not None}
    answering = duty.answerable_in(departments, at) if departments else {}
    stepping_in = StandIn.objects.filter(
        instead_of__in=sitting, cancelled_at=None, begins_at__lte=at, ends_at__gt=at
    ).order_by("-pk")
    named: dict[int, list[int]] = {}
    for one in stepping_in:
        named.setdefault(one.instead_of_id or 0, []).append(one.person_id)
    return [
        Member(one.person_id, one.is_head, _in_place(one.person, named, answering)) for one in rows
    ]


def _in_place(
    person: Person, named: dict[int, list[int]], answering: dict[int, duty.Answering]
) -> list[int]:
    on = answering.get(person.department_id or 0)
    found = [*named.get(person.pk, []), on.person.pk if on else None, person.superior_id]
    return [key for key in found if key is not None and key != person.pk]


def managers() -> list[Person]:
    """The service managers, so many as an incident needs."""
    return list(people.service_managers()[:MOST_MANAGERS])


def _without_group(declarer: Person | None) -> list[Seat]:
    found = managers() or ([declarer] if declarer is not None else [])
    return [Seat(one.pk, place == 0) for place, one in enumerate(found)]
