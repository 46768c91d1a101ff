"""Pages that anybody may open."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from aftercare.kit.limits import TooMany

View = Callable[..., HttpResponseBase]


def open_to_all(
    *, too_many: Callable[[HttpRequest, TooMany], HttpResponse]
) -> Callable[[View], View]:
    """A page that is kept by no cache and no search engine; a used-up limit says when to return.

    too_many: the words of a used-up limit; the header with the time is added here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            try:
                answer = view(request, *args, **more)
            except TooMany as refusal:
                answer = too_many(request, refusal)
                wait = (refusal.retry_at - timezone.now()).total_seconds()
                answer["Retry-After"] = str(max(1, ceil(wait)))
            answer.headers.setdefault("Cache-Control", "no-store, private")
            answer["X-Robots-Tag"] = "noindex, nofollow"
            return answer

        return guarded

    return decorate
