"""Complaints in the JSON API: by the actions the pages use."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.complaints import actions, lawful, queries
from aftercare.complaints.models import About, Cause, Complaint, Outcome, Remedy, Severity
from aftercare.complaints.states import MOVES, OF_COMPLAINANT
from aftercare.desk import queries as desk
from aftercare.desk.api.looking import legal_item
from aftercare.desk.api.shapes import LegalClockShape
from aftercare.kit import http
from aftercare.kit.states import open_moves
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role

complaints = http.Area("complaints", _("complaints"), _("Complaints, from receipt to close."))


class ComplaintShape(http.Shape):
    """One complaint; what stays in the house is empty for its complainant."""

    id: int = Field(examples=[7])
    reference: str = Field(examples=["complaint/7"])
    number: str = Field(examples=["T20261130-0001"])
    state: str = Field(examples=["investigating"])
    moves: list[str] = Field(
        examples=[["decide"]], description=N_("What may be done now by whoever asks.")
    )
    matter: str
    description: str
    about: About = Field(examples=["person"])
    case: str | None = Field(examples=["C20261130-0007"])
    person: int | None = Field(examples=[4])
    department: int | None = Field(examples=[2])
    customer: int | None = Field(examples=[17])
    agreement: int | None = Field(examples=[3])
    complainant_name: str = Field(examples=["…"])
    complainant_phone: str = Field(examples=["13800138001"])
    complainant_email: str = Field(examples=["wang@example.com"])
    source: str = Field(examples=["phone"])
    remedy: Remedy = Field(examples=["another-person"])
    remedy_words: str
    severity: Severity = Field(examples=["ordinary"])
    safety: bool = Field(examples=[False])
    investigator: int | None = Field(examples=[5])
    finding: str
    outcome: str = Field(examples=["upheld"])
    cause: str = Field(examples=["conduct"])
    decision: str
    recourse: str
    received_at: http.Moment
    acknowledged_at: http.Moment | None
    decided_at: http.Moment | None
    closed_at: http.Moment | None
    law: LegalClockShape | None = Field(
        description=N_("The fifteen days of the law on a consumer's request.")
    )
    revision: int = Field(examples=[1])


class ComplaintFilters(http.Paging):
    """Filters of the list."""

    state: str | None = Field(None, max_length=20)
    case: str | None = Field(None, max_length=20, description=N_("Number of the case."))
    open: bool | None = Field(None, description=N_("Only the open ones, or only the others."))


class NewComplaint(http.Shape):
    """What somebody complains about, and which remedy they seek."""

    matter: http.Line = Field(min_length=1, examples=["工程师态度差"])
    about: About = Field(examples=["person"])
    remedy: Remedy = Field(examples=["another-person"])
    remedy_words: str = Field("", max_length=300)
    description: http.Text = ""
    complainant_name: str = Field("", max_length=80)
    complainant_phone: str = Field("", max_length=40)
    complainant_email: str = Field("", max_length=254, examples=["wang@example.com"])
    complainant_language: Literal["", "zh-hans", "en"] = Field(
        "", description=N_("In which they are written to; empty: that of the company.")
    )
    source: http.Word = Field("api", examples=["phone"])
    customer: http.Id | None = None
    case: str | None = Field(
        None, max_length=20, examples=["C20261130-0007"], description=N_("Number of the case.")
    )
    person: http.Id | None = None
    department: http.Id | None = None
    severity: Severity = Field(Severity.ORDINARY, examples=["ordinary"])
    safety: http.Flag = False
    received_at: http.Moment | None = None


class OpenedComplaint(http.Shape):
    """What is sought by a complaint that a case holds already."""

    remedy: Remedy = Field(examples=["work"])
    remedy_words: str = Field("", max_length=300)


class ComplaintMove(http.Shape):
    """A move, and what it needs."""

    move: http.Word = Field(examples=["accept"])
    data: http.Content = Field({}, examples=[{}])


class ComplaintWeight(http.Shape):
    """How bad it is."""

    severity: Severity = Field(examples=["serious"])
    safety: http.Flag


class ComplaintInvestigator(http.Shape):
    """Who looks into it."""

    investigator: http.Id


class ComplaintDecision(http.Shape):
    """What was found, and what is sent."""

    finding: http.Text
    outcome: Outcome = Field(examples=["upheld"])
    cause: Cause = Field(examples=["conduct"])
    decision: http.Text


class ComplaintNote(http.Shape):
    """A note about a complaint."""

    text: http.Text
    internal: http.Flag = True


CHANGED: dict[str, Any] = {"returns": ComplaintShape, "tagged": True}


@complaints.get(
    "/complaints", _("List complaints"), returns=http.Listed[ComplaintShape],
    description=_("Danger to people first, then by how serious they are, the oldest first."),
)  # fmt: skip
def list_complaints(request: http.Request, query: Query[ComplaintFilters]) -> HttpResponse:
    """The complaints the person may see."""
    rows = queries.complaints_visible_to(request.user)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.case is not None:
        rows = rows.filter(case__number=query.case)
    if query.open is not None:
        waiting = queries.waiting(rows)
        rows = waiting if query.open else rows.exclude(pk__in=waiting.values("pk"))
    order = ("rank", "received_at", "id")
    return http.page(
        request, rows, query, order=order, item=lambda one: complaint_item(one, request.user)
    )


@complaints.get("/complaints/{number}", _("Show a complaint"), **CHANGED)
def show_complaint(request: http.Request, number: str) -> HttpResponse:
    """One complaint."""
    return _shown(request, _found(request, number))


@complaints.post(
    "/complaints", _("Complain"), returns=ComplaintShape, status=201, tagged=True, new=True,
    description=_(
        "It gets its number at once. Customers complain for themselves; staff take down what they "
        "are told."
    ),
)  # fmt: skip
def receive_complaint(request: http.Request, body: NewComplaint) -> HttpResponse:
    """A complaint comes in."""
    by = request.user
    grievance = _grievance(by, body)
    received = actions.receive_complaint(
        grievance, by=by, at=timezone.now(), received_at=body.received_at
    )
    made = received.complaint
    location = f"/api/v1/complaints/{made.number}"
    content = complaint_item(made, by)
    return http.created(request, content, location=location, revision=made.revision)


@complaints.post(
    "/cases/{number}/complaint", _("Open the complaint that a case is"), returns=ComplaintShape,
    status=201, tagged=True, new=True, power=Power.HANDLE_CASES,
    description=_(
        "A case of the kind `complaint`; what was said to it is taken over. Asked again, the "
        "answer is the same complaint."
    ),
)  # fmt: skip
def open_from_case(request: http.Request, number: str, body: OpenedComplaint) -> HttpResponse:
    """The complaint in which a case is heard."""
    case = http.found(desk.cases_visible_to(request.user), number=number)
    made = actions.open_from_case(case, **body.model_dump(), by=request.user, at=timezone.now())
    location = f"/api/v1/complaints/{made.number}"
    content = complaint_item(made, request.user)
    return http.created(request, content, location=location, revision=made.revision)


@complaints.post(
    "/complaints/{number}/moves", _("Move a complaint"),
    description=_("`moves` of the complaint lists what is open."), **CHANGED,
)  # fmt: skip
def move_complaint(request: http.Request, number: str, body: ComplaintMove) -> HttpResponse:
    """Acknowledge, accept, take further, close, withdraw."""
    found = _found(request, number)
    actions.move_complaint(
        found, body.move, data=body.data, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, found)


@complaints.patch("/complaints/{number}", _("Weigh a complaint"), **CHANGED)
def weigh_complaint(request: http.Request, number: str, body: ComplaintWeight) -> HttpResponse:
    """How bad it is, and whether people are in danger."""
    found = _found(request, number)
    actions.weigh_complaint(
        found, severity=body.severity, safety=body.safety, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, found)


@complaints.post(
    "/complaints/{number}/investigator", _("Name an investigator"),
    description=_("Nobody the complaint is about, and nobody who depends on them."), **CHANGED,
)  # fmt: skip
def appoint_investigator(
    request: http.Request, number: str, body: ComplaintInvestigator
) -> HttpResponse:
    """Who looks into it."""
    found = _found(request, number)
    to = http.chosen(people.people_visible_to(request.user), "investigator", pk=body.investigator)
    actions.appoint_investigator(
        found, to, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@complaints.post("/complaints/{number}/decision", _("Decide a complaint"), **CHANGED)
def decide_complaint(request: http.Request, number: str, body: ComplaintDecision) -> HttpResponse:
    """Decide, and send the decision."""
    found = _found(request, number)
    actions.decide_complaint(
        found, finding=body.finding, outcome=body.outcome, cause=body.cause,
        decision=body.decision, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, found)


@complaints.post(
    "/complaints/{number}/question", _("Ask whether a decision is accepted"),
    returns=http.EventShape, status=201,
    description=_("A letter to the complainant, with the decision once more."),
)  # fmt: skip
def ask_complainant(request: http.Request, number: str) -> HttpResponse:
    """The complainant is asked once more."""
    found = _found(request, number)
    event = actions.ask_complainant(found, by=request.user, at=timezone.now())
    location = f"/api/v1/events/{event.sequence}"
    return http.created(request, http.event_of(event), location=location)


@complaints.post(
    "/complaints/{number}/notes", _("Write a note on a complaint"), returns=http.EventShape,
    status=201,
)  # fmt: skip
def note_complaint(request: http.Request, number: str, body: ComplaintNote) -> HttpResponse:
    """A note; the complainant's own are never internal."""
    event = actions.note_complaint(
        _found(request, number), body.text, internal=body.internal, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    location = f"/api/v1/events/{event.sequence}"
    return http.created(request, http.event_of(event), location=location)


def complaint_item(one: Complaint, person: Person) -> dict[str, Any]:
    """A complaint as JSON; its complainant sees neither the finding nor who is meant by it."""
    outside = person.role == Role.CUSTOMER
    inside = {
        "person": one.person_id, "department": one.department_id,
        "investigator": one.investigator_id, "finding": one.finding, "cause": one.cause,
    }  # fmt: skip
    hidden = {name: None if name.endswith(("person", "department", "investigator")) else ""
              for name in inside}  # fmt: skip
    plain = (
        "number", "state", "matter", "description", "about", "complainant_name",
        "complainant_phone", "complainant_email", "source", "remedy", "remedy_words", "severity",
        "safety", "outcome", "decision", "recourse", "received_at", "acknowledged_at",
        "decided_at", "closed_at", "revision",
    )  # fmt: skip
    return {
        "id": one.pk,
        "reference": one.reference,
        "moves": _moves(one, outside),
        "case": one.case.number if one.case else None,
        "customer": one.customer_id,
        "agreement": one.agreement_id,
        **{name: getattr(one, name) for name in plain},
        **(hidden if outside else inside),
        "law": legal_item(lawful.clock_of(one)),
    }


def _moves(one: Complaint, outside: bool) -> list[str]:
    verbs = open_moves(MOVES, one.state)
    return [verb for verb in verbs if verb in OF_COMPLAINANT] if outside else verbs


def _grievance(by: Person, body: NewComplaint) -> actions.Grievance:
    given = body.model_dump(exclude={"customer", "case", "person", "department", "received_at"})
    own = by.organisation if by.role == Role.CUSTOMER else None
    customer = own or _chosen(people.organisations_visible_to(by), "customer", body.customer)
    case = None
    if body.case is not None:
        case = http.chosen(desk.cases_visible_to(by), "case", number=body.case)
    name = given.pop("complainant_name") or (by.name if own is not None else "")
    return actions.Grievance(
        **given, complainant_name=name, customer=customer, case=case,
        person=_chosen(queries.serving(), "person", body.person if own is None else None),
        department=_chosen(queries.departments(), "department", body.department),
    )  # fmt: skip


def _chosen(rows: Any, field: str, key: int | None) -> Any:
    return None if key is None else http.chosen(rows, field, pk=key)


def _found(request: http.Request, number: str) -> Complaint:
    return http.found(queries.complaints_visible_to(request.user), number=number)


def _shown(request: http.Request, one: Complaint) -> HttpResponse:
    return http.single(request, complaint_item(one, request.user), revision=one.revision)
