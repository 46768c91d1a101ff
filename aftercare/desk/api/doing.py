"""Registering and moving cases: each by the action the pages use."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import queries as catalog
from aftercare.desk import actions, queries
from aftercare.desk.api import shapes
from aftercare.desk.api.looking import case_item, shown
from aftercare.desk.api.shapes import CaseShape, cases
from aftercare.desk.defaults import default_assignee
from aftercare.desk.models import Case
from aftercare.kit import http, references
from aftercare.kit.errors import Refusal
from aftercare.people import queries as people
from aftercare.people.models import Department, Organisation, OrganisationKind, Person
from aftercare.people.roles import POWERS, Power, Role, may
from aftercare.plans import queries as plans

CHANGED: dict[str, Any] = {"returns": CaseShape, "tagged": True}
OF_UNIT = ("model", "customer", "site", "project")  # what a verdict and an answer look at
HANDLED: dict[str, Any] = {**CHANGED, "power": Power.HANDLE_CASES}


@cases.post(
    "/cases",
    _("Register a case"),
    returns=CaseShape,
    status=201,
    tagged=True,
    new=True,
    description=_(
        "With its number, agreement, zone, coverage verdict and all its clocks at once. Give a "
        "unit whenever it is known."
    ),
)
def register_case(request: http.Request, body: shapes.NewCase) -> HttpResponse:
    """A report becomes a case."""
    at = timezone.now()
    registered = actions.register_case(
        _report(request.user, body), by=request.user, at=at, reported_at=body.reported_at,
        responsible=_person(request.user, "responsible", body.responsible), id=body.id,
    )  # fmt: skip
    case = registered.case
    location = f"/api/v1/cases/{case.number}"
    content = case_item(case, request.user)
    return http.created(request, content, location=location, revision=case.revision)


@cases.post(
    "/cases/{number}/moves",
    _("Move a case"),
    description=_("`moves` of the case lists what is open and what it needs."),
    **CHANGED,
)
def move_case(request: http.Request, number: str, body: shapes.NewMove) -> HttpResponse:
    """One move of the life of a case."""
    case = _case(request, number)
    actions.move_case(
        case, body.move, by=request.user, at=timezone.now(), occurred_at=body.occurred_at,
        revision=http.expected(request), data=body.data, passing=_passing(body),
    )  # fmt: skip
    return shown(request, case)


@cases.patch(
    "/cases/{number}",
    _("Triage a case"),
    description=_("Clocks whose time changes close with a reason and go on as new ones."),
    **HANDLED,
)
def triage_case(request: http.Request, number: str, body: shapes.Triage) -> HttpResponse:
    """Change what kind of fault it is, how bad, whose cause, how it will be handled."""
    case = _case(request, number)
    actions.triage_case(
        case, body.facts, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return shown(request, case)


@cases.post("/cases/{number}/assign", _("Assign a case"), **HANDLED)
def assign_case(request: http.Request, number: str, body: shapes.Assignment) -> HttpResponse:
    """Name the one person who is responsible now."""
    case = _case(request, number)
    to = http.chosen(
        queries.assignable_to(case, request.user), "to", pk=body.to or _by_default(case)
    )
    actions.assign_case(
        case, to=to, by=request.user, at=timezone.now(), revision=http.expected(request),
        despite=body.despite, passing=_passing(body),
    )  # fmt: skip
    return shown(request, case)


@cases.post("/cases/{number}/forward", _("Forward a case"), **HANDLED)
def forward_case(request: http.Request, number: str, body: shapes.Forwarding) -> HttpResponse:
    """Hand it to a person, a department or a dealer."""
    case = _case(request, number)
    actions.forward_case(
        case, to=receiver(case, request.user, body.to), note=body.note, despite=body.despite,
        by=request.user, at=timezone.now(), revision=http.expected(request), passing=_passing(body),
    )  # fmt: skip
    return shown(request, case)


@cases.post("/cases/{number}/cause", _("Decide the cause"), **HANDLED)
def decide_cause(request: http.Request, number: str, body: shapes.Causing) -> HttpResponse:
    """The supplier comes, the customer is told and helped, or we repair."""
    case = _case(request, number)
    suppliers = Organisation.objects.filter(kind=OrganisationKind.SUPPLIER)
    actions.decide_cause(
        case, body.cause, supplier=_one(suppliers, "supplier", body.supplier),
        agreed_for=body.agreed_for, told_by=body.told_by, explanation=body.explanation,
        help=body.help, items=body.items, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return shown(request, case)


@cases.post("/cases/{number}/decline", _("Decline a case"), **HANDLED)
def decline_case(request: http.Request, number: str, body: shapes.Declining) -> HttpResponse:
    """Give it back to whoever forwarded it, with the reason; only who has been handed it may."""
    case = _case(request, number)
    actions.decline_case(
        case, reason=body.reason, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return shown(request, case)


@cases.post("/cases/{number}/notes", _("Write a note"), returns=http.EventShape, status=201)
def note_case(request: http.Request, number: str, body: shapes.NewNote) -> HttpResponse:
    """A note; the customer's own are never internal."""
    event = actions.note_case(
        _case(request, number), body.text, internal=body.internal, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return _recorded(request, event)


@cases.post(
    "/cases/{number}/records",
    _("Record what happened on a case"),
    returns=http.EventShape,
    status=201,
    power=Power.HANDLE_CASES,
    description=_("A visit, an opinion, a quotation, a part: judged by `occurred_at`."),
)
def record_on_case(request: http.Request, number: str, body: shapes.NewRecord) -> HttpResponse:
    """What happened without moving the case."""
    event = actions.record_on_case(
        _case(request, number), body.kind, data=body.data, occurred_at=body.occurred_at,
        id=body.id, passing=_passing(body), by=request.user, at=timezone.now(),
    )  # fmt: skip
    return _recorded(request, event)


@cases.post(
    "/cases/{number}/coverage/decide",
    _("Decide coverage"),
    description=_("Freezes the present verdict; from now on neither time nor data change it."),
    **HANDLED,
)
def decide_coverage(request: http.Request, number: str) -> HttpResponse:
    """Freeze the verdict."""
    case = _case(request, number)
    actions.decide_coverage(
        case, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return shown(request, case)


@cases.post(
    "/cases/{number}/coverage/overrule",
    _("Overrule coverage"),
    description=_("Goodwill or otherwise, by whom may; the reason is recorded."),
    **{**CHANGED, "power": Power.OVERRULE},
)
def overrule_coverage(request: http.Request, number: str, body: shapes.Overruling) -> HttpResponse:
    """Decide otherwise than the rules."""
    case = _case(request, number)
    actions.overrule_coverage(
        case, covered=body.covered, reason=body.reason, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return shown(request, case)


def _by_default(case: Case) -> int:
    """Whom the plan makes responsible; refused when somebody is dispatched specially."""
    found = default_assignee(case, timezone.now())
    if found is None or found.person is None:
        raise Refusal(_("Name somebody: the plan names nobody who can come."), field="to")
    return found.person.pk


def _case(request: http.Request, number: str) -> Case:
    return http.found(queries.cases_visible_to(request.user), number=number)


def _recorded(request: http.Request, event: Any) -> HttpResponse:
    location = f"/api/v1/events/{event.sequence}"
    return http.created(request, http.event_of(event), location=location)


def _report(person: Person, body: shapes.NewCase) -> actions.Report:
    units = catalog.units_visible_to(person).select_related(None).select_related(*OF_UNIT)
    unit = _one(units, "unit", body.unit)
    return actions.Report(
        customer=_customer(person, body, unit),
        symptom=body.symptom,
        source=body.source,
        kind=body.kind,
        unit=unit,
        project=_one(catalog.projects_visible_to(person), "project", body.project),
        site=_one(catalog.sites_visible_to(person), "site", body.site),
        agreement=_one(plans.agreements_visible_to(person), "agreement", body.agreement),
        description=body.description,
        reporter_name=body.reporter_name,
        reporter_phone=body.reporter_phone,
        reporter_email=body.reporter_email,
        reporter_language=body.reporter_language,
        facts=body.facts,
        agreed_for=body.agreed_for,
    )


def _customer(person: Person, body: shapes.NewCase, unit: Any) -> Organisation:
    if unit is not None and body.customer in (None, unit.customer_id):
        found: Organisation = unit.customer
        return found
    if body.customer is None:
        raise Refusal(_("Name the customer or the unit."), field="customer")
    return http.chosen(people.organisations_visible_to(person), "customer", pk=body.customer)


def _one(rows: Any, field: str, key: int | None) -> Any:
    return None if key is None else http.chosen(rows, field, pk=key)


def _passing(body: shapes.Gated) -> actions.Passing | None:
    if body.passing is None:
        return None
    approver = http.chosen(queries.approvers(), "passing/approver", pk=body.passing.approver)
    return actions.Passing(approver, body.passing.reason)


def _person(by: Person, field: str, key: int | None) -> Person | None:
    """Who is to be responsible: a dealer names its own people, we anybody who handles cases."""
    handling = [role for role in POWERS if may(role, Power.HANDLE_CASES)]
    named = Person.objects.filter(is_active=True, role__in=handling)
    if by.role in {Role.DEALER, Role.CUSTOMER}:
        named = named.filter(organisation=by.organisation_id)
    return None if key is None else http.chosen(named, field, pk=key)


def receiver(case: Case, by: Person, reference: str) -> Person | Department | Organisation:
    """Whom a reference of a body names, if the case can be handed to them."""
    kind, key = references.parts(reference)
    rows: dict[str, QuerySet[Any]] = {"person": queries.assignable_to(case, by)}
    if by.role != Role.DEALER:
        ours = {"organisation__kind": OrganisationKind.COMPANY}
        rows["department"] = Department.objects.filter(**ours)
        rows["organisation"] = Organisation.objects.filter(kind=OrganisationKind.DEALER)
    if kind not in rows or key is None:
        raise Refusal(_("Write person/6, department/2 or organisation/5."), field="to")
    found: Person | Department | Organisation = http.chosen(rows[kind], "to", pk=key)
    return found
