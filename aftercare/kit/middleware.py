"""Refusals of actions become pages, strange addresses lead nowhere; the API has its own handler for
both."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from aftercare.kit.errors import Refusal

API = "/api/"  # it says itself what is wrong


class Addresses:
    """An address with a NUL in it leads nowhere: no database takes one to look for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_nul = "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if has_nul and not request.path.startswith(API):
            raise Http404
        return self.get_response(request)


class Refusals:
    """Show why an action was refused, with the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if getattr(request, "htmx", False):
            return _spoken(error)
        return render(request, "kit/refusal.html", {"refusal": error}, status=error.status)


def _spoken(error: Refusal) -> HttpResponse:
    """For a part of a page: the sentence as a message, and the page stays as it is."""
    said = {"say": {"words": str(error.message), "level": "warning"}}
    headers = {"HX-Trigger": json.dumps(said), "HX-Reswap": "none"}
    return HttpResponse(status=error.status, headers=headers)
