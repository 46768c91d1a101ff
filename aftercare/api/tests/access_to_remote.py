"""Who may what about remote sessions; see `test_access`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.desk.models import Case
from aftercare.remote import actions
from aftercare.remote.models import RemoteSession
from aftercare.web.demo.cast import Cast

STAFF = ("agent", "dispatcher", "lead", "manager", "leader", "admin")
ON_THE_CASE = (*STAFF, "technician", "dealer")
SEES_THE_CASE = (*ON_THE_CASE, "finance", "quality", "inspector", "customer")
RULES: dict[str, tuple[tuple[str, ...], int]] = {
    "list_remote_sessions": (SEES_THE_CASE, 404),
    "show_remote_session": (SEES_THE_CASE, 404),
    "ask_for_session": (ON_THE_CASE, 0),
    "answer_session": (("customer",), 0),
    "connect_session": (ON_THE_CASE, 0),
    "log_change": (ON_THE_CASE, 0),
    "end_session": (ON_THE_CASE, 0),
}
BODIES: dict[str, Any] = {
    "ask_for_session": {"purpose": "x", "scope": "x"},
    "answer_session": {"allowed": True},
    "log_change": {"what": "x"},
    "end_session": {"result": "x"},
}


def ask(case: Case, cast: Cast) -> None:
    """The one session there is: the agent asks."""
    actions.ask_for_session(
        case, purpose="x", scope="x", hours=4, by=cast["agent"], at=timezone.now()
    )


def key() -> int:
    """Its key."""
    return RemoteSession.objects.get().pk


def _allow(stage: Any) -> None:
    whose, earlier = stage.world.cast["customer"], timezone.now() - timedelta(minutes=1)
    actions.answer_session(
        RemoteSession.objects.get(), allowed=True, name="王", by=whose, at=earlier
    )


def _connect(stage: Any) -> None:
    _allow(stage)
    agent = stage.world.cast["agent"]
    actions.connect_session(RemoteSession.objects.get(), by=agent, at=timezone.now())


READY: dict[str, Callable[[Any], None]] = {"connect_session": _allow, "log_change": _connect}
