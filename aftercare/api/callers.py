"""Who asks: a program with a token, or a person whose browser has a session here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.utils import check_csrf

from aftercare.api import queries
from aftercare.api.errors import BadRequest, NotRecognised, OutOfScope
from aftercare.api.models import PER_MINUTE, Token
from aftercare.people.models import Person

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Caller:
    """Somebody the API knows. `scopes` None: a session may do all that the person may."""

    person: Person
    reference: str
    scopes: frozenset[str] | None
    per_minute: int

    def require(self, scope: str) -> None:
        """`OutOfScope` when the token was not made for this."""
        if self.scopes is not None and scope not in self.scopes:
            raise OutOfScope(scope)


def recognise(request: HttpRequest) -> Caller:
    """Who asks; `NotRecognised` when nobody we know. A token goes before a session."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(header, timezone.now())
    return _by_session(request)


def _by_token(header: str, at: datetime) -> Caller:
    kind, _space, written = header.partition(" ")
    token = queries.token_by(written.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise NotRecognised(_("This token is not known."))
    if not token.is_live(at):
        raise NotRecognised(_("This token has ended. Make a new one."))
    if not token.person.is_active:
        raise NotRecognised(_("The person of this token may not sign in any more."))
    _note_use(token, at)
    return Caller(token.person, token.reference, frozenset(token.scopes), token.per_minute)


def _by_session(request: HttpRequest) -> Caller:
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        raise NotRecognised(_("Send a token: Authorization: Bearer ac_…"))
    if request.method not in SAFE and check_csrf(request) is not None:
        raise BadRequest(403, "csrf", _("Send the CSRF token of your page as X-CSRFToken."))
    return Caller(person, person.reference, None, PER_MINUTE)


def _note_use(token: Token, at: datetime) -> None:
    """Once a minute is enough to see what is in use, and costs a busy program nothing."""
    if token.last_used_at is not None and at - token.last_used_at < NOTED_EVERY:
        return
    try:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    except OperationalError:  # a long import holds the only lock of SQLite: reading goes on
        return
