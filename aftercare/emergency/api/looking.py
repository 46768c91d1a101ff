"""Incidents in the JSON API: as they stand."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.emergency import queries
from aftercare.emergency.models import EmergencyPlan, Incident, Measure, Summons
from aftercare.kit import http

incidents = http.Area(
    "incidents",
    _("incidents"),
    _("Incidents, from the convening of the leading group to the report."),
)


class SummonsShape(http.Shape):
    """Somebody who was convened."""

    person: int = Field(examples=[4])
    name: str = Field(examples=["孙丽"])
    is_head: bool = Field(examples=[True])
    instead_of: int | None = Field(examples=[2])
    told_at: http.Moment
    answer_by: http.Moment
    here_at: http.Moment | None
    missing: bool = Field(examples=[False], description=N_("Whether there was no answer in time."))


class EmergencyPlanShape(http.Shape):
    """A version of the emergency plan."""

    version: int = Field(examples=[1])
    text: str
    drafted_by: int = Field(examples=[6])
    drafted_at: http.Moment
    approved_by: int | None = Field(examples=[4])
    approved_at: http.Moment | None


class MeasureShape(http.Shape):
    """A measure with its owner."""

    id: int = Field(examples=[9])
    incident: str = Field(examples=["E20261130-0001"])
    what: str
    owner: int = Field(examples=[6])
    due_at: http.Moment
    state: str = Field(examples=["open"])
    overdue: bool = Field(examples=[False])
    result: str
    ended_at: http.Moment | None
    revision: int = Field(examples=[1])


class IncidentShape(http.Shape):
    """One incident."""

    id: int = Field(examples=[3])
    reference: str = Field(examples=["incident/3"])
    number: str = Field(examples=["E20261130-0001"])
    state: str = Field(examples=["convened"])
    title: str
    description: str
    severity: str = Field(examples=["1"], description=N_("A level of the plan of its first case."))
    declared_by: int | None = Field(examples=[4])
    declared_at: http.Moment
    cases: list[str] = Field(examples=[["C20261130-0007"]])
    convened: list[SummonsShape]
    plans: list[EmergencyPlanShape] = Field(description=N_("The latest version first."))
    measures: list[MeasureShape]
    cause: str
    done: str
    changed: str
    reason: str
    closed_by: int | None = Field(examples=[4])
    closed_at: http.Moment | None
    revision: int = Field(examples=[1])


class IncidentLine(http.Shape):
    """An incident as lists show it."""

    id: int = Field(examples=[3])
    number: str = Field(examples=["E20261130-0001"])
    state: str = Field(examples=["convened"])
    title: str
    severity: str = Field(examples=["1"])
    open_measures: int = Field(examples=[2])
    declared_at: http.Moment
    closed_at: http.Moment | None


class IncidentFilters(http.Paging):
    """Filters of the list."""

    state: str | None = Field(None, max_length=20)
    open: bool | None = Field(None, description=N_("Only the open ones, or only the others."))


@incidents.get("/incidents", _("List incidents"), returns=http.Listed[IncidentLine])
def list_incidents(request: http.Request, query: Query[IncidentFilters]) -> HttpResponse:
    """The newest first."""
    rows = queries.counted(queries.incidents_visible_to(request.user))
    if query.state is not None:
        rows = rows.filter(state=query.state)
    if query.open is not None:
        rows = rows.filter(closed_at__isnull=query.open)
    return http.page(request, rows, query, order=("-declared_at", "-id"), item=_line)


@incidents.get("/incidents/{number}", _("Show an incident"), returns=IncidentShape, tagged=True)
def show_incident(request: http.Request, number: str) -> HttpResponse:
    """One with who is there, its plans and measures."""
    return shown(request, found(request, number))


def found(request: http.Request, number: str) -> Incident:
    """The incident of this number, if the person may see it."""
    return http.found(queries.incidents_visible_to(request.user), number=number)


def shown(request: http.Request, one: Incident) -> HttpResponse:
    """An incident as the answer."""
    return http.single(request, incident_item(one), revision=one.revision)


def incident_item(one: Incident) -> dict[str, Any]:
    """An incident as JSON."""
    plain = ("id", "number", "state", "title", "description", "severity", "declared_at", "cause",
             "done", "changed", "reason", "closed_at", "revision")  # fmt: skip
    return {
        **{name: getattr(one, name) for name in plain},
        "reference": one.reference,
        "declared_by": one.declared_by_id,
        "closed_by": one.closed_by_id,
        "cases": [case.number for case in queries.cases_of(one)],
        "convened": [_summons_item(each) for each in queries.summons_of(one)],
        "plans": [plan_item(plan) for plan in one.plans.all()],
        "measures": [measure_item(each) for each in one.measures.select_related("incident")],
    }


def plan_item(plan: EmergencyPlan) -> dict[str, Any]:
    """A version of a plan as JSON."""
    plain = ("version", "text", "drafted_at", "approved_at")
    people = {"drafted_by": plan.drafted_by_id, "approved_by": plan.approved_by_id}
    return {**{name: getattr(plan, name) for name in plain}, **people}


def measure_item(one: Measure) -> dict[str, Any]:
    """A measure as JSON."""
    plain = ("id", "what", "due_at", "state", "result", "ended_at", "revision")
    return {
        **{name: getattr(one, name) for name in plain},
        "incident": one.incident.number,
        "owner": one.owner_id,
        "overdue": one.is_overdue(timezone.now()),
    }


def _summons_item(one: Summons) -> dict[str, Any]:
    plain = ("is_head", "told_at", "answer_by", "here_at")
    return {
        **{name: getattr(one, name) for name in plain},
        "person": one.person_id,
        "name": one.person.name,
        "instead_of": one.instead_of_id,
        "missing": one.is_missing(timezone.now()),
    }


def _line(one: Any) -> dict[str, Any]:
    plain = ("id", "number", "state", "title", "severity", "open_measures", "declared_at",
             "closed_at")  # fmt: skip
    return {name: getattr(one, name) for name in plain}
