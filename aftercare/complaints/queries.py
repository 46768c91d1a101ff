"""Looking up complaints, within what a person may see."""

import uuid
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from aftercare.complaints.models import Complaint, CorrectiveAction
from aftercare.complaints.rules import Candidate, Partiality, partiality
from aftercare.complaints.states import OPEN
from aftercare.desk.models import Case
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import Department, OrganisationKind, Person
from aftercare.people.roles import POWERS, Power, Role, may

RELATED = ("customer", "agreement", "case", "person", "department", "investigator")
MOST_EVENTS = 200
COMPLAINT = "complaint"  # the kind of a case
# What the complainant reads of the history; notes only when they are not internal.
TOLD = frozenset({
    "complaint.received", "complaint.acknowledged", "complaint.investigated", "complaint.decided",
    "complaint.accepted", "complaint.taken_further", "complaint.closed", "complaint.withdrawn",
    "complaint.noted", "complaint.asked",
})  # fmt: skip


def complaints_visible_to(person: Person) -> QuerySet[Complaint]:
    """Those who see every case, and a customer its own; never whoever is complained about."""
    complaints = Complaint.objects.select_related(*RELATED)
    if person.role == Role.CUSTOMER:
        return complaints.filter(customer=person.organisation_id)
    if not person.may(Power.SEE_ALL_CASES):
        return complaints.filter(investigator=person)
    return complaints.exclude(person=person)


def references_about(person: Person) -> list[str]:
    """The references of the complaints about a person, and of the corrective actions that came of
    them and are not theirs to do: they learn nothing of them."""
    about = [one.reference for one in Complaint.objects.filter(person=person).only("pk")]
    if not about:
        return []
    came = CorrectiveAction.objects.filter(origin__in=about).exclude(owner=person)
    return [*about, *(one.reference for one in came.only("pk"))]


def for_the_house(person: Person) -> QuerySet[Complaint]:
    """Likewise without the customers', whose history holds what stays in the house."""
    visible = complaints_visible_to(person)
    return visible.none() if person.role == Role.CUSTOMER else visible


def waiting(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The open ones; ordered by `rank` danger to people comes first."""
    return complaints.filter(state__in=sorted(OPEN))


def by_link(link_hash: str) -> Complaint | None:
    """The complaint of a private link, by the hash of its secret."""
    found = Complaint.objects.select_related(*RELATED)
    return found.filter(link_hash=link_hash).first() if link_hash else None


def is_complaint(case: Case) -> bool:
    """Whether a case was registered as a complaint."""
    return case.kind == COMPLAINT


def mark_of(case: Case) -> uuid.UUID:
    """The id of the event that opens the complaint which a case is; each case has one."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"aftercare complaint of {case.reference}")


def opened_from(case: Case) -> Complaint | None:
    """The complaint that was opened from a case; None so far."""
    event = Event.objects.filter(id=mark_of(case), kind="complaint.received").first()
    key = references.key_of(event.subject, "complaint") if event is not None else None
    return Complaint.objects.select_related(*RELATED).get(pk=key) if key is not None else None


def investigators_for(complaint: Complaint) -> QuerySet[Person]:
    """Our people who handle or judge cases and are impartial here."""
    roles = [
        role for role in POWERS
        if role not in {Role.DEALER, Role.TECHNICIAN}
        and (may(role, Power.HANDLE_CASES) or role == Role.QUALITY)
    ]  # fmt: skip
    able = Person.objects.filter(
        is_active=True, role__in=roles, organisation__kind=OrganisationKind.COMPANY
    ).order_by("role", "name", "id")
    accused = complaint.accused
    partial = Q(pk__in=accused.persons) | Q(superior__in=accused.persons)
    if accused.department is not None:
        partial |= Q(department=accused.department)
    return able.exclude(partial)


def partiality_of(person: Person, complaint: Complaint) -> Partiality | None:
    """Why a person may not look into a complaint; None when they may."""
    candidate = Candidate(person.pk, person.superior_id, person.department_id)
    return partiality(candidate, complaint.accused)


def departments() -> QuerySet[Department]:
    """Our departments, which a complaint may be about."""
    return Department.objects.filter(organisation__kind=OrganisationKind.COMPANY).order_by("id")


def serving() -> QuerySet[Person]:
    """The people who serve customers, ours and the dealers', by name."""
    roles = [
        role for role in POWERS
        if may(role, Power.HANDLE_CASES) and role != Role.ADMINISTRATOR
    ]  # fmt: skip
    return Person.objects.filter(is_active=True, role__in=roles).order_by("name", "id")


def history_of(complaint: Complaint, *, told: bool = False) -> list[Event]:
    """What happened to a complaint, the newest first; `told`: what its complainant may read."""
    rows = Event.objects.filter(subject=complaint.reference).order_by("-sequence")
    if told:
        rows = rows.filter(kind__in=TOLD)
    events = list(rows[:MOST_EVENTS])
    return [one for one in events if not (told and one.data.get("internal"))]


def corrects(person: Person) -> bool:
    """Whether a person opens, plans and checks corrective actions: the heads, and quality."""
    return person.may(Power.OVERRULE) or person.role == Role.QUALITY


def corrective_actions_visible_to(person: Person) -> QuerySet[CorrectiveAction]:
    """All for those who see every case, but not what came of a complaint about themselves; their
    own for others of the house."""
    found = CorrectiveAction.objects.select_related("owner", "checked_by")
    if person.role in {Role.CUSTOMER, Role.DEALER}:
        return found.none()
    if not person.may(Power.SEE_ALL_CASES):
        return found.filter(owner=person)
    about = references_about(person)
    return found.filter(Q(owner=person) | ~Q(origin__in=about)) if about else found


def owners() -> QuerySet[Person]:
    """Our people who may be given a corrective action."""
    ours = Person.objects.filter(
        is_active=True, organisation__kind=OrganisationKind.COMPANY
    ).exclude(role__in=(Role.CUSTOMER, Role.DEALER))
    return ours.order_by("name", "id")


def heads() -> QuerySet[Person]:
    """The service managers, who are told of every complaint."""
    return people.service_managers()


def impartial_heads(complaint: Complaint) -> list[Person]:
    """Those of them whom the complaint is not about."""
    return [one for one in heads() if one.pk != complaint.person_id]


def causes_since(complaints: QuerySet[Complaint], since: datetime) -> list[tuple[str, int]]:
    """How often each cause was found in decisions since a moment, the most frequent first."""
    decided = complaints.filter(decided_at__gte=since).exclude(cause="")
    rows = decided.order_by().values_list("cause").annotate(count=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
