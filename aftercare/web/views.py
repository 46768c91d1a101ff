"""The start page, the choice of colours, the pages of errors, and the living style page."""

import json
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from aftercare.api.problems import FULL
from aftercare.documents.uploading import DiskFull
from aftercare.people.models import Person
from aftercare.web import navigation, showcase


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the page where this role begins, or a start page that says what can be done."""
    user = request.user
    landing = navigation.landing(user.role) if isinstance(user, Person) else ""
    if landing and "stay" not in request.GET:
        return redirect(landing)
    return render(request, "home.html")


def looks(request: HttpRequest) -> HttpResponse:
    """Every part pages are made of, alive; only where one tries things out."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "looks.html", showcase.everything(request))


def look_options(request: HttpRequest) -> HttpResponse:
    """Suggestions for the combobox of the style page."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "kit/options.html", showcase.options(request.GET.get("q", "")))


RETRY_AFTER = "5"
ERRORS: dict[int, tuple[Any, Any]] = {
    400: (_("This request could not be read"), _("Go back and try again.")),
    403: (
        _("You may not see this page"),
        _("Sign in as somebody who may, or ask your administrator for the right."),
    ),
    404: (
        _("There is no such page"),
        _("It was moved or removed, or you may not see it. Check the address."),
    ),
    413: (
        _("This is too much at once"),
        _("Nothing was kept. Send fewer or smaller files."),
    ),
    500: (
        _("Something went wrong"),
        _(
            "The fault was noted. What was already confirmed is saved; what you just sent may not "
            "be. Try again in a minute."
        ),
    ),
    503: (
        _("The database is busy"),
        _("What you just sent was not saved, and nothing else was lost. Try again in a minute."),
    ),
    507: (
        _("The disk is full"),
        _("Nothing was kept. Tell the administrator, then send it again."),
    ),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent makes no sense; 413 and 507: it is too much."""
    if isinstance(exception, RequestDataTooBig):
        return _error(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if isinstance(exception, DiskFull):
        return _error(request, HTTPStatus.INSUFFICIENT_STORAGE)
    return _error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return _error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not to be known."""
    return _error(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or what the database says: 503 it is busy, 507 the disk is full.

    Rendered without the database, which may be what is broken.
    """
    status, heading, hint = _trouble(sys.exc_info()[1])
    headers = {"Retry-After": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if getattr(request, "htmx", False) and status != HTTPStatus.INTERNAL_SERVER_ERROR:
        said = {"say": {"words": f"{heading}. {hint}", "level": "error"}}
        return HttpResponse(status=status, headers={**headers, "HX-Trigger": json.dumps(said)})
    page = render_to_string("500.html", {"heading": heading, "hint": hint})
    return HttpResponse(page, status=status, headers=headers)


def _trouble(error: BaseException | None) -> tuple[HTTPStatus, Any, Any]:
    """What to tell about an error nobody caught: status, heading, what to do."""
    if isinstance(error, OperationalError) and any(word in str(error) for word in FULL):
        return (HTTPStatus.INSUFFICIENT_STORAGE, *ERRORS[507])
    if isinstance(error, OperationalError):
        return (HTTPStatus.SERVICE_UNAVAILABLE, *ERRORS[503])
    return (HTTPStatus.INTERNAL_SERVER_ERROR, *ERRORS[500])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old, came from elsewhere, or cookies are off."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def _error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    title, hint = ERRORS[status]
    return render(
        request, "error.html", {"heading": title, "hint": hint, "status": status}, status=status
    )
