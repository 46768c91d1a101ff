"""Marks and reviews of project managers in the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.kit import http
from aftercare.people.roles import Power
from aftercare.satisfaction import actions, queries
from aftercare.satisfaction.models import ManagerMark, ManagerReview

satisfaction = http.Area(
    "satisfaction", _("satisfaction"),
    _("What parties say about the managers of projects, and what follows (P07-25)."),
)  # fmt: skip


class ManagerMarkShape(http.Shape):
    """What a party said about the manager of a project."""

    id: int = Field(examples=[3])
    project: int = Field(examples=[7])
    manager: int = Field(examples=[12])
    party: str = Field(examples=["client"])
    percent: int = Field(examples=[45])
    said_by: str
    said_on: http.Day
    remark: str
    recorded_at: http.Moment


class ManagerReviewShape(http.Shape):
    """A manager put up for replacement, and what was decided."""

    id: int = Field(examples=[2])
    reference: str = Field(examples=["managerreview/2"])
    state: str = Field(examples=["open"])
    project: int = Field(examples=[7])
    manager: int = Field(examples=[12])
    figure: str = Field(examples=["47.5"])
    below: int = Field(examples=[50])
    opened_at: http.Moment
    successor: int | None
    reason: str
    decided_by: int | None
    decided_at: http.Moment | None
    revision: int = Field(examples=[1])


class MarkFilters(http.Paging):
    """Filters of the list."""

    project: http.Id | None = None


class ReviewFilters(http.Paging):
    """Filters of the list."""

    state: str | None = Field(None, max_length=20)


class NewManagerMark(http.Shape):
    """What a party said."""

    project: http.Id
    party: str = Field(max_length=12, examples=["client"])
    percent: int = Field(ge=0, le=100)
    said_by: str = Field(min_length=1, max_length=80)
    said_on: http.Day
    remark: str = Field("", max_length=500)


class ManagerDecision(http.Shape):
    """Who manages the project from now on: nobody named means that the manager stays."""

    successor: http.Id | None = None
    reason: str = Field(min_length=1, max_length=1000)


@satisfaction.get("/manager-marks", _("List marks"), returns=http.Listed[ManagerMarkShape])
def list_manager_marks(request: http.Request, query: Query[MarkFilters]) -> HttpResponse:
    """The latest first."""
    rows = queries.marks_visible_to(request.user)
    if query.project is not None:
        rows = rows.filter(project=query.project)
    return http.page(request, rows, query, order=("-id",), item=mark_item)


@satisfaction.get("/manager-marks/{id}", _("Show a mark"), returns=ManagerMarkShape, tagged=True)
def show_manager_mark(request: http.Request, id: http.Key) -> HttpResponse:
    """One of them; it never changes."""
    found = http.found(queries.marks_visible_to(request.user), pk=id)
    return http.single(request, mark_item(found), revision=1)


@satisfaction.post(
    "/manager-marks", _("Take down a mark"), returns=ManagerMarkShape, status=201, tagged=True,
    new=True,
)  # fmt: skip
def give_manager_mark(request: http.Request, body: NewManagerMark) -> HttpResponse:
    """Of the present manager of a project."""
    visible = catalog.projects_visible_to(request.user)
    about = http.chosen(visible, "project", pk=body.project)
    said = actions.Said(body.party, body.percent, body.said_by, body.said_on, body.remark)
    made = actions.give_mark(about, said, by=request.user, at=timezone.now())
    location = f"/api/v1/manager-marks/{made.pk}"
    return http.created(request, mark_item(made), location=location, revision=1)


@satisfaction.get("/manager-reviews", _("List reviews"), returns=http.Listed[ManagerReviewShape])
def list_manager_reviews(request: http.Request, query: Query[ReviewFilters]) -> HttpResponse:
    """The latest first."""
    rows = queries.reviews_visible_to(request.user)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    return http.page(request, rows, query, order=("-opened_at", "-id"), item=review_item)


@satisfaction.get(
    "/manager-reviews/{id}", _("Show a review"), returns=ManagerReviewShape, tagged=True
)
def show_manager_review(request: http.Request, id: http.Key) -> HttpResponse:
    """One of them."""
    return _shown(request, http.found(queries.reviews_visible_to(request.user), pk=id))


@satisfaction.post(
    "/manager-reviews/{id}/decision", _("Decide who manages the project"),
    returns=ManagerReviewShape, tagged=True, power=Power.OVERRULE,
)  # fmt: skip
def decide_manager_review(
    request: http.Request, id: http.Key, body: ManagerDecision
) -> HttpResponse:
    """The manager stays, or somebody else comes."""
    found = http.found(queries.reviews_visible_to(request.user), pk=id)
    frame: dict[str, Any] = {"reason": body.reason, "by": request.user, "at": timezone.now(),
                             "revision": http.expected(request)}  # fmt: skip
    if body.successor is None:
        actions.keep_manager(found, **frame)
    else:
        successor = http.chosen(queries.successors(), "successor", pk=body.successor)
        actions.replace_manager(found, successor, **frame)
    return _shown(request, found)


def mark_item(one: ManagerMark) -> dict[str, Any]:
    """A mark as JSON."""
    plain = ("party", "percent", "said_by", "said_on", "remark", "recorded_at")
    return {"id": one.pk, "project": one.project_id, "manager": one.manager_id,
            **{name: getattr(one, name) for name in plain}}  # fmt: skip


def review_item(one: ManagerReview) -> dict[str, Any]:
    """A review as JSON."""
    plain = ("state", "below", "opened_at", "reason", "decided_at", "revision")
    return {
        "id": one.pk, "reference": one.reference, "figure": str(one.figure),
        "project": one.project_id, "manager": one.manager_id, "successor": one.successor_id,
        "decided_by": one.decided_by_id, **{name: getattr(one, name) for name in plain},
    }  # fmt: skip


def _shown(request: http.Request, one: ManagerReview) -> HttpResponse:
    return http.single(request, review_item(one), revision=one.revision)
