"""What is done about incidents through the JSON API: by the actions the pages use."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.desk import queries as desk
from aftercare.emergency import actions, queries
from aftercare.emergency.api.looking import (
    IncidentShape,
    MeasureShape,
    found,
    incident_item,
    incidents,
    measure_item,
    shown,
)
from aftercare.emergency.models import Measure
from aftercare.kit import http
from aftercare.people.models import Person


class NewIncident(http.Shape):
    """What has happened."""

    title: http.Line = Field(examples=["机房断电，系统瘫痪"])
    description: http.Text
    severity: str = Field("", max_length=40, examples=["1"])
    cases: list[str] = Field(
        [], max_length=50, examples=[["C20261130-0007"]], description=N_("Numbers of cases.")
    )


class IncidentCaseNumber(http.Shape):
    """A case that belongs to it."""

    case: str = Field(max_length=20, examples=["C20261130-0007"])


class CallIn(http.Shape):
    """Who is convened besides, or in the place of one who is not there."""

    person: http.Id
    instead_of: http.Id | None = None


class EmergencyPlanDraft(http.Shape):
    """A version of the plan."""

    text: http.Text
    after: int | None = Field(
        None, ge=0, le=10_000, description=N_("The version it was written on; 0 for none.")
    )


class EmergencyPlanApproval(http.Shape):
    """Which version is approved: the latest."""

    version: int = Field(ge=1, le=10_000, examples=[1])


class NewMeasure(http.Shape):
    """What is done, by whom, until when."""

    what: str = Field(max_length=300)
    owner: http.Id
    due_at: http.Moment


class MeasureChange(http.Shape):
    """Another owner, or another moment."""

    owner: http.Id
    due_at: http.Moment


class MeasureEnd(http.Shape):
    """How a measure ends."""

    move: http.Word = Field(examples=["finish"], description=N_("`finish` or `drop`."))
    result: http.Text = Field(description=N_("What came of it, or why it is dropped."))


class IncidentNote(http.Shape):
    """What happens."""

    text: http.Text


class IncidentReport(http.Shape):
    """The report at the end."""

    cause: http.Text
    done: http.Text
    changed: http.Text = Field(description=N_("What is different from now on."))
    reason: http.Text = Field("", description=N_("Why it ends although something is missing."))


CHANGED: dict[str, Any] = {"returns": IncidentShape, "tagged": True}
MEASURED: dict[str, Any] = {"returns": MeasureShape, "tagged": True}


@incidents.post(
    "/incidents", _("Declare an incident"), returns=IncidentShape, status=201, tagged=True,
    new=True, description=_("The leading group is convened in the same moment."),
)  # fmt: skip
def declare_incident(request: http.Request, body: NewIncident) -> HttpResponse:
    """Declare it."""
    visible = desk.cases_visible_to(request.user)
    cases = [http.chosen(visible, "cases", number=number) for number in dict.fromkeys(body.cases)]
    said = actions.Declared(body.title, body.description, body.severity, cases)
    made = actions.declare(said, by=request.user, at=timezone.now())
    location = f"/api/v1/incidents/{made.number}"
    return http.created(request, incident_item(made), location=location, revision=made.revision)


@incidents.post("/incidents/{number}/here", _("Say that you are there"), **CHANGED)
def say_here(request: http.Request, number: str) -> HttpResponse:
    """Only for whoever was convened."""
    one = found(request, number)
    actions.say_here(one, by=request.user, at=timezone.now())
    return shown(request, one)


@incidents.post("/incidents/{number}/cases", _("Add a case to an incident"), **CHANGED)
def join_incident(request: http.Request, number: str, body: IncidentCaseNumber) -> HttpResponse:
    """A case belongs to one open incident at most."""
    one = found(request, number)
    case = http.chosen(desk.cases_visible_to(request.user), "case", number=body.case)
    actions.join_case(one, case, by=request.user, at=timezone.now())
    return shown(request, one)


@incidents.post("/incidents/{number}/summons", _("Convene somebody more"), **CHANGED)
def call_in(request: http.Request, number: str, body: CallIn) -> HttpResponse:
    """Besides, or in the place of one who is not there."""
    one = found(request, number)
    person = http.chosen(queries.own_people(), "person", pk=body.person)
    left = None
    if body.instead_of is not None:
        convened = Person.objects.filter(summons__incident=one)
        left = http.chosen(convened, "instead_of", pk=body.instead_of)
    actions.call_in(one, person, instead_of=left, by=request.user, at=timezone.now())
    return shown(request, one)


@incidents.post("/incidents/{number}/plans", _("Draft the emergency plan"), **CHANGED)
def draft_emergency_plan(
    request: http.Request, number: str, body: EmergencyPlanDraft
) -> HttpResponse:
    """A version more; those before it stay."""
    one = found(request, number)
    actions.draft_plan(
        one, body.text, after=body.after, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return shown(request, one)


@incidents.post("/incidents/{number}/approval", _("Approve the emergency plan"), **CHANGED)
def approve_emergency_plan(
    request: http.Request, number: str, body: EmergencyPlanApproval
) -> HttpResponse:
    """By the head; what the head drafted by another one who is there."""
    one = found(request, number)
    actions.approve_plan(
        one, body.version, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return shown(request, one)


@incidents.post("/incidents/{number}/notes", _("Write a note on an incident"), **CHANGED)
def note_incident(request: http.Request, number: str, body: IncidentNote) -> HttpResponse:
    """For everybody who works on it."""
    one = found(request, number)
    actions.note_incident(one, body.text, by=request.user, at=timezone.now())
    return shown(request, one)


@incidents.post("/incidents/{number}/report", _("Close an incident with its report"), **CHANGED)
def close_incident(request: http.Request, number: str, body: IncidentReport) -> HttpResponse:
    """Refused while a measure is open or no plan was approved, unless there is a reason."""
    one = found(request, number)
    report = actions.Report(**body.model_dump())
    actions.close_incident(
        one, report, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return shown(request, one)


@incidents.post(
    "/incidents/{number}/measures", _("Add a measure"), returns=MeasureShape, status=201,
    tagged=True, new=True,
)  # fmt: skip
def add_measure(request: http.Request, number: str, body: NewMeasure) -> HttpResponse:
    """With its owner and moment."""
    one = found(request, number)
    owner = http.chosen(queries.own_people(), "owner", pk=body.owner)
    made = actions.add_measure(
        one, what=body.what, owner=owner, due_at=body.due_at, by=request.user, at=timezone.now()
    )
    location = f"/api/v1/incident-measures/{made.pk}"
    return http.created(request, measure_item(made), location=location, revision=made.revision)


@incidents.get("/incident-measures/{id}", _("Show a measure"), **MEASURED)
def show_measure(request: http.Request, id: http.Key) -> HttpResponse:
    """One measure."""
    return _shown(request, _measure(request, id))


@incidents.post("/incident-measures/{id}/change", _("Change a measure"), **MEASURED)
def change_measure(request: http.Request, id: http.Key, body: MeasureChange) -> HttpResponse:
    """Another owner, or another moment."""
    one = _measure(request, id)
    owner = http.chosen(queries.own_people(), "owner", pk=body.owner)
    actions.change_measure(
        one, owner=owner, due_at=body.due_at, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, one)


@incidents.post("/incident-measures/{id}/end", _("End a measure"), **MEASURED)
def end_measure(request: http.Request, id: http.Key, body: MeasureEnd) -> HttpResponse:
    """Done with its result, or dropped with the reason."""
    one = _measure(request, id)
    actions.end_measure(
        one, body.move, result=body.result, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, one)


def _measure(request: http.Request, key: int) -> Measure:
    return http.found(queries.measures_visible_to(request.user), pk=key)


def _shown(request: http.Request, one: Measure) -> HttpResponse:
    return http.single(request, measure_item(one), revision=one.revision)
