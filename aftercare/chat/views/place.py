"""Which conversation a page is about, who looks at it, and from which side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from aftercare.chat import queries, visiting
from aftercare.chat.models import Consultation
from aftercare.chat.rules import Side
from aftercare.kit.events import Actor
from aftercare.kit.limits import TooMany
from aftercare.people.requests import person_of

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Place:
    """A conversation, and who speaks in it from which side, under which address."""

    consultation: Consultation
    side: Side
    by: Actor
    address: str


def open_to_all(view: View) -> View:
    """A page that is kept by no cache and no search engine; a used-up limit says when to return."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **more)
        except TooMany as refusal:
            answer = _too_many(request, refusal, timezone.now())
        answer.headers.setdefault("Cache-Control", "no-store, private")
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return guarded


def place_of(request: HttpRequest, pk: int | None = None) -> Place:
    """The conversation whose private link is open in this browser; with a key, one that a person
    of ours may see. 404 for everything else."""
    if pk is not None:
        person = person_of(request)
        seen = queries.consultations_visible_to(person)
        found = get_object_or_404(seen, pk=pk)
        if found.person_id == person.pk:
            raise Http404  # a customer's own is under /ask
        return Place(found, Side.AGENT, person, reverse("chat:consultation", args=[pk]))
    found_by_link = queries.by_link(request.session.get(visiting.LINK, ""))
    if found_by_link is None:
        raise Http404
    by = visiting.speaker_of(request, found_by_link)
    return Place(found_by_link, Side.CUSTOMER, by, reverse("chat:talk"))


def _too_many(request: HttpRequest, refusal: TooMany, at: datetime) -> HttpResponse:
    wait = str(max(1, ceil((refusal.retry_at - at).total_seconds())))
    status = HTTPStatus.TOO_MANY_REQUESTS
    if request.accepts("text/html") and request.method == "GET":
        answer = render(request, "kit/refusal.html", {"refusal": refusal}, status=status)
    else:
        answer = HttpResponse(str(refusal.message), status=status, content_type="text/plain")
    answer["Retry-After"] = wait
    return answer
