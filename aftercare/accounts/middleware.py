"""When a session was last seen, for the list of one's own sessions."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN = "seen"
NOTED_EVERY = 15 * 60  # seconds; a write for every page would cost more than it tells


class SessionsSeen:
    """Notes from time to time that a session is in use. It costs a busy page nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and SEEN in request.session:
            _note(request)
        return self.get_response(request)


def begin(request: HttpRequest) -> None:
    """From now on this session is watched; called when somebody has come in."""
    request.session[SEEN] = int(time.time())


def _note(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session[SEEN] < NOTED_EVERY:
        return
    request.session[SEEN] = now
    mine = UserSession.objects.filter(session_key=request.session.session_key)
    mine.update(last_seen_at=timezone.now())
