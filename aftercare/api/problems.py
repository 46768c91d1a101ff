"""Everything that goes wrong, as `application/problem+json` (RFC 9457), in one place.

`code` is for programs and never changes; `title` and `detail` are for people, in their language.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja.errors import ValidationError

from aftercare.api import changes, places
from aftercare.api.errors import BadFields, Busy, NotAllowedHere, NotRecognised, OutOfScope
from aftercare.api.meanings import CODES, TITLES
from aftercare.kit.errors import Refusal, Stale
from aftercare.kit.http.answers import dump
from aftercare.kit.limits import TooMany
from aftercare.plans.language.faults import Fault

MEDIA = "application/problem+json"
REALM = 'Bearer realm="aftercare"'
log = structlog.get_logger(__name__)

# What the database and Django say, the log event it leaves, and what the caller is told.
FULL = ("is full", "No space left", "disk full")
FORESEEN: tuple[tuple[type[Exception], str, int, str], ...] = (
    (Http404, "", 404, "not-found"),
    (OperationalError, "api_database_busy", 503, "busy"),
    (IntegrityError, "api_conflict", 409, "conflict"),
    (DataError, "api_unfit_value", 422, "invalid"),
)


@dataclass
class Problem:
    """One answer that is not what was asked for."""

    status: int
    code: str
    detail: Any
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The problem as it is sent."""
        content = {
            "type": f"/api/v1/docs#{self.code}",
            "title": TITLES.get(self.code, TITLES[str(self.status)]),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "instance": request.path,
            **self.more,
        }
        return HttpResponse(
            dump(content), content_type=MEDIA, status=self.status, headers=self.headers
        )


def of(request: HttpRequest, error: Exception) -> Problem:
    """The problem an exception means; one nobody foresaw is logged, and tells no details."""
    if isinstance(error, Refusal):
        return _refused(request, error)
    if isinstance(error, ValidationError):
        return _refused(request, BadFields(places.errors_of(error)))
    if isinstance(error, OperationalError) and any(word in str(error) for word in FULL):
        log.error("api_storage_full", reason=str(error))
        return Problem(507, "storage-full", CODES["storage-full"][2])
    for kind, event, status, code in FORESEEN:
        if isinstance(error, kind):
            log.warning(event, reason=str(error)) if event else None
            headers = {"Retry-After": str(Busy.retry_after)} if status == 503 else {}
            return Problem(status, code, CODES[code][2], headers=headers)
    log.error("api_failed", exc_info=error)
    return Problem(500, "failed", CODES["failed"][2])


def _refused(request: HttpRequest, error: Refusal) -> Problem:
    problem = Problem(error.status, error.code, error.message, dict(_details(request, error)))
    problem.headers |= dict(_headers(error))
    if isinstance(error, Stale) and getattr(request, "if_match", "*").strip() != "*":
        problem.status = 412
    return problem


def _details(request: HttpRequest, error: Refusal) -> Iterator[tuple[str, Any]]:
    if isinstance(error, BadFields):
        yield "errors", error.errors
    elif error.field:
        yield "errors", [{"detail": error.message, **places.place_of(request, error.field)}]
    if isinstance(error, Stale) and "revision" in error.details:
        yield "revision", error.details["revision"]
        yield "changes", changes.since(request, error.details["subject"])
    if "faults" in error.details:
        yield "faults", [fault_item(fault) for fault in error.details["faults"]]


def _headers(error: Refusal) -> Iterator[tuple[str, str]]:
    if isinstance(error, NotRecognised):
        yield "WWW-Authenticate", f'{REALM}, error="invalid_token"'
    elif isinstance(error, OutOfScope):
        yield "WWW-Authenticate", f'{REALM}, error="insufficient_scope", scope="{error.scope}"'
    elif isinstance(error, TooMany):
        wait = (error.retry_at - timezone.now()).total_seconds()
        yield "Retry-After", str(max(1, math.ceil(wait)))
    elif isinstance(error, Busy):
        yield "Retry-After", str(error.retry_after)
    elif isinstance(error, NotAllowedHere):
        yield "Allow", error.allowed


def fault_item(fault: Fault) -> dict[str, Any]:
    """One mistake of a plan, with its sentence in the reader's language."""
    return {
        "severity": str(fault.severity),
        "line": fault.line,
        "column": fault.column,
        "code": fault.code,
        "detail": fault.text(get_language() or "zh"),
    }
