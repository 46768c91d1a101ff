"""What only the API refuses, before any action is asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal


class NotRecognised(Refusal):
    """401: no token, no session, or a token that is not good."""

    status = 401
    code = "not-recognised"


class OutOfScope(Refusal):
    """403: the token was not made for this."""

    status = 403
    code = "out-of-scope"

    def __init__(self, scope: str) -> None:
        super().__init__(_("This token lacks the scope %(scope)s.") % {"scope": scope})
        self.scope = scope


class BadRequest(Refusal):
    """4xx: the request cannot be understood; `status` says why."""

    def __init__(self, status: int, code: str, message: Any, *, field: str = "") -> None:
        super().__init__(message, code=code, field=field)
        self.status = status


class NotAllowedHere(Refusal):
    """405: this address does not know the method; `allowed` are those it knows."""

    status = 405
    code = "method-not-allowed"

    def __init__(self, allowed: str) -> None:
        # Ninja names them in the order of a set, which is another one in every process.
        self.allowed = ", ".join(sorted(allowed.split(", ")))
        super().__init__(_("This address only knows: %(methods)s.") % {"methods": self.allowed})


class Busy(Refusal):
    """409 or 503: come back in a moment."""

    status = 503
    code = "busy"
    retry_after = 2


class BadFields(Refusal):
    """422: parameters or fields that do not fit, each with its place."""

    code = "invalid"

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(_("Some of what was sent does not fit."))
        self.errors = errors
