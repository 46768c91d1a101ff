"""Who is let through to remote sessions; see `api/tests/stage`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import ON_THE_CASE, SEES_THE_CASE, Access, Keys, Rules, Stage
from aftercare.remote import actions
from aftercare.remote.models import RemoteSession

RULES: Rules = {
    "list_remote_sessions": (SEES_THE_CASE, 404),
    "show_remote_session": (SEES_THE_CASE, 404),
    "ask_for_session": (ON_THE_CASE, 0),
    "answer_session": (("customer",), 0),
    "connect_session": (ON_THE_CASE, 0),
    "log_change": (ON_THE_CASE, 0),
    "end_session": (ON_THE_CASE, 0),
}


def keys(stage: Stage) -> Keys:
    return {"cases": {"number": stage.case.number}, "remote-sessions": {"id": asked(stage).pk}}


def bodies(_stage: Stage) -> dict[str, Any]:
    return {
        "ask_for_session": {"purpose": "x", "scope": "x"},
        "answer_session": {"allowed": True},
        "log_change": {"what": "x"},
        "end_session": {"result": "x"},
    }


def asked(stage: Stage) -> RemoteSession:
    """The one session there is: the agent asks."""
    known = RemoteSession.objects.first()
    if known is not None:
        return known
    return actions.ask_for_session(
        stage.case, purpose="x", scope="x", hours=4, by=stage.world.cast["agent"],
        at=timezone.now(),
    ).session  # fmt: skip


def allow(stage: Stage) -> RemoteSession:
    whose, earlier = stage.world.cast["customer"], timezone.now() - timedelta(minutes=1)
    return actions.answer_session(asked(stage), allowed=True, name="王", by=whose, at=earlier)


def connect(stage: Stage) -> None:
    actions.connect_session(allow(stage), by=stage.world.cast["agent"], at=timezone.now())


ACCESS = Access(RULES, keys, bodies, ready={"connect_session": allow, "log_change": connect})
