"""Corrective actions in the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.complaints import actions, queries
from aftercare.complaints.api.hearing import complaints
from aftercare.complaints.models import CorrectiveAction
from aftercare.kit import days, http


class CorrectiveActionShape(http.Shape):
    """What is done so that something does not happen again."""

    id: int = Field(examples=[5])
    reference: str = Field(examples=["correctiveaction/5"])
    state: str = Field(examples=["planned"])
    origin: str = Field(examples=["complaint/7"])
    matter: str
    cause: str
    action: str
    owner: int | None = Field(examples=[4])
    due_on: http.Day | None
    late: bool = Field(examples=[False])
    report: str
    effect: str
    checked_by: int | None = Field(examples=[9])
    opened_at: http.Moment
    closed_at: http.Moment | None
    revision: int = Field(examples=[1])


class CorrectiveFilters(http.Paging):
    """Filters of the list."""

    state: str | None = Field(None, max_length=20)


class NewCorrectiveAction(http.Shape):
    """What must not happen again."""

    complaint: str = Field(max_length=20, examples=["T20261130-0001"])
    matter: http.Line = Field(min_length=1)


class CorrectivePlan(http.Shape):
    """Why it happened, what is done, by whom, until when."""

    cause: http.Text
    action: http.Text
    owner: http.Id
    due_on: http.Day


class CorrectiveReport(http.Shape):
    """What was done."""

    report: http.Text


class EffectCheck(http.Shape):
    """Whether it helped."""

    effective: http.Flag = Field(description=N_("Without effect it is to be planned again."))
    effect: http.Text = Field(description=N_("What shows it."))


CHANGED: dict[str, Any] = {"returns": CorrectiveActionShape, "tagged": True}


@complaints.get(
    "/corrective-actions", _("List corrective actions"),
    returns=http.Listed[CorrectiveActionShape],
)  # fmt: skip
def list_corrective_actions(request: http.Request, query: Query[CorrectiveFilters]) -> HttpResponse:
    """The latest first."""
    rows = queries.corrective_actions_visible_to(request.user)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return http.page(request, rows, query, order=("-opened_at", "-id"), item=corrective_item)


@complaints.get("/corrective-actions/{id}", _("Show a corrective action"), **CHANGED)
def show_corrective_action(request: http.Request, id: http.Key) -> HttpResponse:
    """One of them."""
    return _shown(request, _found(request, id))


@complaints.post(
    "/corrective-actions", _("Open a corrective action"), returns=CorrectiveActionShape,
    status=201, tagged=True, new=True,
)  # fmt: skip
def open_corrective_action(request: http.Request, body: NewCorrectiveAction) -> HttpResponse:
    """For a complaint."""
    visible = queries.complaints_visible_to(request.user)
    about = http.chosen(visible, "complaint", number=body.complaint)
    made = actions.open_action(
        origin=about.reference, origin_name=str(about), matter=body.matter, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    location = f"/api/v1/corrective-actions/{made.pk}"
    return http.created(request, corrective_item(made), location=location, revision=made.revision)


@complaints.post("/corrective-actions/{id}/plan", _("Plan a corrective action"), **CHANGED)
def plan_corrective_action(
    request: http.Request, id: http.Key, body: CorrectivePlan
) -> HttpResponse:
    """Cause, action, owner and day."""
    found = _found(request, id)
    owner = http.chosen(queries.owners(), "owner", pk=body.owner)
    plan = actions.Plan(body.cause, body.action, owner, body.due_on)
    actions.plan_action(
        found, plan, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@complaints.post("/corrective-actions/{id}/report", _("Report a corrective action"), **CHANGED)
def finish_corrective_action(
    request: http.Request, id: http.Key, body: CorrectiveReport
) -> HttpResponse:
    """What was done."""
    found = _found(request, id)
    actions.finish_action(
        found, body.report, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@complaints.post(
    "/corrective-actions/{id}/check", _("Check the effect of a corrective action"), **CHANGED
)
def check_corrective_action(request: http.Request, id: http.Key, body: EffectCheck) -> HttpResponse:
    """Whether it helped; somebody other than the owner says so."""
    found = _found(request, id)
    actions.check_effect(
        found, body.effect, effective=body.effective, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, found)


def corrective_item(one: CorrectiveAction) -> dict[str, Any]:
    """A corrective action as JSON."""
    plain = ("state", "origin", "matter", "cause", "action", "due_on", "report", "effect",
             "opened_at", "closed_at", "revision")  # fmt: skip
    return {
        "id": one.pk,
        "reference": one.reference,
        "owner": one.owner_id,
        "checked_by": one.checked_by_id,
        "late": one.is_late(days.today(timezone.now())),
        **{name: getattr(one, name) for name in plain},
    }


def _found(request: http.Request, key: int) -> CorrectiveAction:
    return http.found(queries.corrective_actions_visible_to(request.user), pk=key)


def _shown(request: http.Request, one: CorrectiveAction) -> HttpResponse:
    return http.single(request, corrective_item(one), revision=one.revision)
