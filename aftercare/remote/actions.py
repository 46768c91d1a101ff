"""Everything that changes a remote session; each step is an event of its case."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.desk import actions as desk
from aftercare.desk.actions.telling import VISITOR
from aftercare.desk.models import Case
from aftercare.kit import events, links, states
from aftercare.kit.errors import NotAllowed, Refusal, check_words
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, known, record
from aftercare.people.models import Person
from aftercare.people.roles import Power, Role
from aftercare.remote.letters import secret_of
from aftercare.remote.models import RemoteSession, SessionChange
from aftercare.remote.rules import LINK_LASTS, LONGEST
from aftercare.remote.states import MOVES, SessionState

S = SessionState


@dataclass(frozen=True)
class Asked:
    """A session that was asked for, and the secret of the customer's link, shown once. A letter
    to the customer makes it again."""

    session: RemoteSession
    link_secret: str


@transaction.atomic
def ask_for_session(
    case: Case,
    *,
    purpose: str,
    scope: str,
    hours: int,
    by: Person,
    at: datetime,
    tool: str = "",
    id: uuid.UUID | None = None,
) -> Asked:
    """Ask the customer to allow work on their system: what for, how far, for how many hours.

    tool: where the customer's own tool is reached; we link there and nothing else. id: of the
    event; the same form sent twice asks once, and the second answer has no secret. What the same
    person asked before on this case, and nobody answered, is asked no longer: its link is void.
    """
    _check_worker(by)
    events.take_turn()  # so that the same form, sent twice at once, asks once
    before = known(case, id, "session.requested")
    if before is not None:
        return Asked(RemoteSession.objects.get(pk=before.data["session"]), "")
    if not case.is_open:
        raise Refusal(_("This case is closed; reopen it first."), code="wrong-state")
    check_words(purpose=purpose, scope=scope)
    if not 1 <= hours <= LONGEST:
        raise Refusal(_("An authorisation lasts from 1 to 72 hours."), field="hours")
    if tool and not tool.startswith("https://"):
        raise Refusal(_("The address of the tool begins with https://."), field="tool")
    for earlier in RemoteSession.objects.filter(case=case, engineer=by, state=S.REQUESTED):
        _take_back(earlier, by=by, at=at)
    mark = id or uuid.uuid4()
    secret = secret_of(mark)
    session = RemoteSession.objects.create(
        case=case, engineer=by, state=S.REQUESTED, purpose=purpose.strip(),
        scope=scope.strip(), hours=hours, tool=tool, requested_at=at, link_ends_at=at + LINK_LASTS,
        link_hash=links.hashed(secret),
    )  # fmt: skip
    told = {"purpose": session.purpose, "scope": session.scope, "hours": hours}
    _record(session, "session.requested", told, by=by, at=at, id=mark)
    return Asked(session, secret)


@transaction.atomic
def answer_session(
    session: RemoteSession, *, allowed: bool, name: str, by: Actor, at: datetime
) -> RemoteSession:
    """The customer's answer, given once: who says so is on record with when and how far (P14-22).

    by: whoever holds the link, or a person of the customer; never one of the house.
    """
    if isinstance(by, Person):
        own = by.role == Role.CUSTOMER and by.organisation_id == session.case.customer_id
        if not own:
            raise NotAllowed(_("Only the customer allows work on their system."))
    elif by.reference != VISITOR:
        raise NotAllowed(_("Only the customer allows work on their system."))
    check_words(name=name)
    _check_time(session, at)
    verb = "authorise" if allowed else "decline"
    changes: dict[str, Any] = {"link_hash": None, "authorised_by": name.strip()}
    if allowed:
        until = at + timedelta(hours=session.hours)
        changes |= {"authorised_at": at, "authorised_until": until}
    step = states.move(session, verb, moves=MOVES, changes=changes)
    told = {"authorised_by": name.strip(), "scope": session.scope}
    if allowed:
        told["until"] = changes["authorised_until"].isoformat()
    _record(session, step.event, told, by=by, at=at)
    return session


@transaction.atomic
def connect_session(
    session: RemoteSession, *, by: Person, at: datetime, revision: int | None = None
) -> RemoteSession:
    """Connect while the authorisation lasts; the case is worked on remotely from now on."""
    _check_worker(by)
    _check_time(session, at)
    changes = {"connected_at": at}
    states.move(session, "connect", moves=MOVES, revision=revision, changes=changes)
    data = {"session": session.pk, "tool": session.tool}
    desk.move_case(session.case, "connect", by=by, at=at, data=data)
    return session


@transaction.atomic
def log_change(
    session: RemoteSession,
    what: str,
    *,
    by: Person,
    at: datetime,
    id: uuid.UUID | None = None,
) -> SessionChange:
    """Log what was changed on the customer's system, while the session is connected (P14-23)."""
    _check_worker(by)
    events.take_turn()
    before = known(session.case, id, "session.changed")
    if before is not None:
        return SessionChange.objects.get(pk=before.data["change"])
    check_words(what=what)
    session.refresh_from_db(fields=["state", "revision", "authorised_until"])
    _check_time(session, at)
    if session.state != S.CONNECTED:
        raise Refusal(_("Connect first; only then is anything changed."), code="wrong-state")
    change = SessionChange.objects.create(
        session=session, at=at, by_name=by.name, what=what.strip()
    )
    told = {"text": change.what, "change": change.pk}
    _record(session, "session.changed", told, by=by, at=at, id=id)
    return change


@transaction.atomic
def end_session(
    session: RemoteSession,
    *,
    by: Person,
    at: datetime,
    result: str = "",
    revision: int | None = None,
) -> RemoteSession:
    """End a session; nothing is connected, changed or allowed under it any more."""
    _check_worker(by)
    changes = {"ended_at": at, "result": result.strip(), "link_hash": None}
    step = states.move(session, "end", moves=MOVES, revision=revision, changes=changes)
    _record(session, step.event, {"result": result.strip()}, by=by, at=at)
    return session


def _take_back(session: RemoteSession, *, by: Person, at: datetime) -> None:
    changes = {"ended_at": at, "link_hash": None}
    step = states.move(session, "end", moves=MOVES, changes=changes)
    _record(session, step.event, {"result": "", "asked_again": True}, by=by, at=at)


def _record(
    session: RemoteSession,
    kind: str,
    told: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    id: uuid.UUID | None = None,
) -> None:
    data = {**told, "session": session.pk}
    record(happened(session.case, kind, by=by, at=at, data=data, id=id), at=at)


def _check_worker(by: Person) -> None:
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))


def _check_time(session: RemoteSession, at: datetime) -> None:
    if session.stands_at(at) == S.EXPIRED:
        raise Refusal(_("The time for this is over; ask the customer again."), code="expired")
