"""Looking up cases, within what a person may see."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from aftercare.catalog.models import Site, Unit
from aftercare.desk import rules
from aftercare.desk.models import Case, Part, SavedView
from aftercare.desk.states import OPEN
from aftercare.kit import search
from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import Department, Organisation, OrganisationKind, Person
from aftercare.people.roles import PLAN_ROLES, POWERS, Power, Role, may

RELATED = ("customer", "agreement", "unit__model", "project", "site", "responsible", "organisation")


def cases_visible_to(person: Person) -> QuerySet[Case]:
    """Staff see all, a technician what is theirs, a dealer what was handed to it, a customer its
    own."""
    cases = Case.objects.select_related(*RELATED)
    if person.may(Power.SEE_ALL_CASES):
        return cases
    if person.role == Role.TECHNICIAN:
        return cases.filter(responsible=person)
    if person.role == Role.DEALER:
        return cases.filter(organisation=person.organisation)
    if person.role == Role.CUSTOMER:
        return cases.filter(customer=person.organisation)
    return cases.none()


def parts_visible_to(person: Person) -> QuerySet[Part]:
    """Parts as cases: staff see all, a technician what is theirs, a dealer what it was handed."""
    parts = Part.objects.select_related(*PART_RELATED)
    if person.may(Power.SEE_ALL_CASES):
        return parts
    if person.role == Role.TECHNICIAN:
        return parts.filter(Q(responsible=person) | Q(case__responsible=person))
    if person.role == Role.DEALER:
        return parts.filter(organisation=person.organisation)
    return parts.none()


PART_RELATED = (
    "case__customer", "case__agreement", "case__site", "case__unit__model", "responsible",
    "department", "organisation", "forwarded_by__department",
)  # fmt: skip
LISTED = (
    "id", "revision", "number", "state", "symptom", "high_priority", "waiting_reason",
    "reported_at", "solution", "reporter_name", "reporter_phone", "source", "kind",
    "customer__name", "unit__serial", "unit__model__name", "project__name", "site__name",
    "responsible__name", "responsible__is_active", "organisation__name", "agreement_id",
    "department_id",
)  # fmt: skip


def listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with no more than what lists show of them."""
    related = ("customer", "unit__model", "project", "site", "responsible", "organisation")
    return cases.select_related(None).select_related(*related).only(*LISTED)


def likely_duplicates(
    person: Person, *, customer: Organisation, unit: Unit | None, site: Site | None, limit: int = 5
) -> QuerySet[Case]:
    """Open cases a person may see on the same unit; without a unit, of the same customer and
    site."""
    visible = cases_visible_to(person).filter(state__in=sorted(OPEN))
    cases = listed(visible).order_by("-reported_at")
    if unit is not None:
        return cases.filter(unit=unit)[:limit]
    same_place = Q(site=site) if site is not None else Q(site__isnull=True)
    return cases.filter(same_place, customer=customer, unit__isnull=True)[:limit]


def open_proposals(case: Case) -> list[str]:
    """The kinds of proposals on a case that nobody has answered yet, oldest first."""
    happened = Event.objects.filter(subject=case.reference).order_by("sequence")
    rows = happened.values_list("kind", "data__proposal")
    return rules.open_proposals((kind, about or "") for kind, about in rows)


def seen_at_work(person: Person) -> dict[str, QuerySet[Case]]:
    """The keys of what a technician meets in its cases; see `people.queries.at_work`."""
    cases = Case.objects.filter(responsible=person)
    columns = {"organisation": "customer", "site": "site", "project": "project", "unit": "unit"}
    return {
        kind: cases.filter(**{f"{column}__isnull": False}).order_by().values(column)
        for kind, column in columns.items()
    }  # fmt: skip


def approvers(barriers: Sequence[rules.Barrier] | None = None) -> QuerySet[Person]:
    """Those who may open these gates; without gates, all who may open any."""
    people = Person.objects.filter(is_active=True).order_by("role", "name")
    if barriers is None:
        return people
    roles = {PLAN_ROLES.get(one.approvers[-1], "") for one in barriers if one.approvers}
    return people.filter(role__in=roles) if len(roles) == 1 else people.none()


def assignable_to(case: Case, by: Person) -> QuerySet[Person]:
    """Who can be made responsible for a case: our people at the desk and in the field; a dealer's
    own. Whom the case excludes stands there too, so that the reason can be told (P14-32)."""
    people = Person.objects.filter(is_active=True).order_by("organisation", "role", "name")
    if by.role == Role.DEALER:
        return people.filter(organisation=by.organisation)
    handling = [role for role in POWERS if may(role, Power.HANDLE_CASES)]
    ours = Q(organisation__kind=OrganisationKind.COMPANY)
    theirs = Q(organisation=case.organisation_id) if case.organisation_id else ours
    return people.filter(ours | theirs, role__in=handling)


MOST_DEALERS = 200


def receivers_for(case: Case, by: Person) -> dict[str, Person | Department | Organisation]:
    """To whom a case can be forwarded, by reference: the dealer of the unit comes first."""
    people = {one.reference: one for one in assignable_to(case, by)}
    if by.role == Role.DEALER:
        return {**people}
    departments = Department.objects.filter(organisation__kind=OrganisationKind.COMPANY)
    dealers = Organisation.objects.filter(kind=OrganisationKind.DEALER).order_by("name")
    first = [case.unit.dealer] if case.unit and case.unit.dealer else []
    found = [*first, *dealers.exclude(pk__in=[one.pk for one in first])[:MOST_DEALERS]]
    return {
        **{one.reference: one for one in found},
        **{f"department/{one.pk}": one for one in departments.order_by("id")},
        **people,
    }


def forwarder_of(case: Case) -> Person | None:
    """Who forwarded the case last, if they still serve."""
    told = _last_forwarding(case)
    kind, _slash, key = told.actor.partition("/") if told else ("", "", "")
    found = Person.objects.select_related("department", "organisation").filter(is_active=True)
    return found.filter(pk=key).first() if kind == "person" else None


def receiver_of(case: Case) -> dict[str, str]:
    """To whom the case was forwarded last, as the events tell it: reference and name."""
    told = _last_forwarding(case)
    if told is None:
        return {"receiver": "", "receiver_name": ""}
    return {"receiver": told.data.get("to", ""), "receiver_name": told.data.get("to_name", "")}


def _last_forwarding(case: Case) -> Event | None:
    told = Event.objects.filter(subject=case.reference, kind="case.forwarded")
    return told.order_by("-sequence").first()


def leaders() -> QuerySet[Person]:
    """The company leaders."""
    return Person.objects.filter(role=Role.LEADER, is_active=True).order_by("pk")


MOST_FOUND = 200


def customers_named(person: Person, text: str) -> list[int]:
    """The keys of the customers a text may mean: a name, its sound, a phone, a code."""
    scope = people.scope_of(person)
    return [hit.key for hit in search.search(text, kinds=("organisation",), scope=scope, limit=50)]


def cases_found(person: Person, text: str, *, limit: int = MOST_FOUND) -> QuerySet[Case]:
    """The newest cases that hold a text, at most `limit` of them, within what may be seen."""
    scope = people.scope_of(person)
    if person.role == Role.TECHNICIAN:
        scope = search.EVERYTHING
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first()
    hits = search.search(text, kinds=("case",), scope=scope, limit=limit, newest=newest)
    return cases_visible_to(person).filter(pk__in=[hit.key for hit in hits])


def saved_views(person: Person, page: str) -> QuerySet[SavedView]:
    """The views a person has saved of a page."""
    return SavedView.objects.filter(person=person, page=page)


def taken_by(cases: Sequence[Case]) -> dict[str, str]:
    """Who registered each case, by its reference."""
    reports = Event.objects.filter(
        subject__in=[case.reference for case in cases], kind="case.reported"
    )
    return dict(reports.values_list("subject", "actor_name"))
