"""Remote sessions in the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.desk import queries as desk
from aftercare.kit import http
from aftercare.people.roles import Power, Role
from aftercare.remote import actions, queries
from aftercare.remote.models import RemoteSession

remote = http.Area(
    "remote", _("remote sessions"), _("Work on a customer's system, as far as it is allowed.")
)


class SessionChangeShape(http.Shape):
    """One change on the customer's system."""

    at: http.Moment
    by: str = Field(examples=["赵勇"])
    what: str = Field(examples=["报表缓存改为 512 MB"])


class RemoteSessionShape(http.Shape):
    """One session, with every change made in it."""

    id: int = Field(examples=[3])
    case: str = Field(examples=["C20261130-0007"])
    state: str = Field(
        examples=["authorised"],
        description=N_("requested, authorised, declined, connected, ended or expired"),
    )
    engineer: int = Field(examples=[4])
    purpose: str
    scope: str
    hours: int = Field(examples=[4])
    tool: str
    requested_at: http.Moment
    link_ends_at: http.Moment
    authorised_by: str
    authorised_at: http.Moment | None
    authorised_until: http.Moment | None
    connected_at: http.Moment | None
    ended_at: http.Moment | None
    result: str
    changes: list[SessionChangeShape]
    revision: int = Field(examples=[1])


class AskedSession(RemoteSessionShape):
    """A session that was asked for, with the secret of the customer's link, shown once."""

    link_secret: str = Field(description=N_("Belongs behind `/authorise/` in the customer's link."))


class NewSession(http.Shape):
    """What for, how far, how long."""

    purpose: http.Line = Field(examples=["查明报表打不开的原因"])
    scope: str = Field(max_length=300, examples=["只看报表服务；可改其设置"])
    hours: int = Field(4, ge=1, le=72, examples=[4])
    tool: str = Field("", max_length=300, examples=["https://meeting.example.com/123"])


class SessionAnswer(http.Shape):
    """What the customer says."""

    allowed: http.Flag
    name: str = Field("", max_length=80)


class NewSessionChange(http.Shape):
    """What was changed."""

    what: http.Text = Field(min_length=1)


class SessionEnd(http.Shape):
    """What came of it."""

    result: str = Field("", max_length=300)


CHANGED: dict[str, Any] = {"returns": RemoteSessionShape, "tagged": True}
WORKED: dict[str, Any] = {**CHANGED, "power": Power.HANDLE_CASES}


@remote.get(
    "/cases/{number}/remote-sessions", _("List the remote sessions of a case"),
    returns=list[RemoteSessionShape],
)  # fmt: skip
def list_remote_sessions(request: http.Request, number: str) -> HttpResponse:
    """The latest first."""
    case = http.found(desk.cases_visible_to(request.user), number=number)
    return http.answer([session_item(one) for one in queries.of_case(case)])


@remote.post(
    "/cases/{number}/remote-sessions", _("Ask for a remote session"), returns=AskedSession,
    status=201, tagged=True, new=True, power=Power.HANDLE_CASES, shown_once=True,
    description=_("The answer holds the secret of the customer's link; it is shown once."),
)  # fmt: skip
def ask_for_session(request: http.Request, number: str, body: NewSession) -> HttpResponse:
    """Ask the customer."""
    case = http.found(desk.cases_visible_to(request.user), number=number)
    asked = actions.ask_for_session(case, **body.model_dump(), by=request.user, at=timezone.now())
    made = asked.session
    content = {**session_item(made), "link_secret": asked.link_secret}
    location = f"/api/v1/remote-sessions/{made.pk}"
    return http.created(request, content, location=location, revision=made.revision)


@remote.get("/remote-sessions/{id}", _("Show a remote session"), **CHANGED)
def show_remote_session(request: http.Request, id: http.Key) -> HttpResponse:
    """One session with its changes."""
    return _shown(request, _found(request, id))


@remote.post(
    "/remote-sessions/{id}/answer", _("Answer for the customer's system"),
    description=_("Only a person of the customer; once."), **CHANGED,
)  # fmt: skip
def answer_session(request: http.Request, id: http.Key, body: SessionAnswer) -> HttpResponse:
    """Allow it, or not."""
    found, by = _found(request, id), request.user
    name = body.name or (by.name if by.role == Role.CUSTOMER else "")
    actions.answer_session(found, allowed=body.allowed, name=name, by=by, at=timezone.now())
    return _shown(request, found)


@remote.post("/remote-sessions/{id}/connect", _("Connect a remote session"), **WORKED)
def connect_session(request: http.Request, id: http.Key) -> HttpResponse:
    """Connect while the authorisation lasts."""
    found = _found(request, id)
    actions.connect_session(
        found, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@remote.post("/remote-sessions/{id}/changes", _("Log a change of a remote session"), **WORKED)
def log_change(request: http.Request, id: http.Key, body: NewSessionChange) -> HttpResponse:
    """Each adjustment by itself."""
    found = _found(request, id)
    actions.log_change(found, body.what, by=request.user, at=timezone.now())
    return _shown(request, found)


@remote.post("/remote-sessions/{id}/end", _("End a remote session"), **WORKED)
def end_session(request: http.Request, id: http.Key, body: SessionEnd) -> HttpResponse:
    """Nothing is allowed under it any more."""
    found = _found(request, id)
    actions.end_session(
        found, result=body.result, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _shown(request, found)


def session_item(one: RemoteSession) -> dict[str, Any]:
    """A session as JSON, with how it stands now."""
    plain = (
        "purpose", "scope", "hours", "tool", "requested_at", "link_ends_at", "authorised_by",
        "authorised_at", "authorised_until", "connected_at", "ended_at", "result", "revision",
    )  # fmt: skip
    changes = sorted(one.changes.all(), key=lambda change: (change.at, change.pk))
    return {
        "id": one.pk,
        "case": one.case.number,
        "state": one.stands_at(timezone.now()),
        "engineer": one.engineer_id,
        **{name: getattr(one, name) for name in plain},
        "changes": [{"at": each.at, "by": each.by_name, "what": each.what} for each in changes],
    }


def _found(request: http.Request, key: int) -> RemoteSession:
    return http.found(queries.sessions_visible_to(request.user), pk=key)


def _shown(request: http.Request, one: RemoteSession) -> HttpResponse:
    return http.single(request, session_item(one), revision=one.revision)
