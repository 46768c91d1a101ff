"""Addresses of the API, its document and its documentation."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from aftercare.api import routers, views
from aftercare.api.door import View, entrance


def nothing(request: HttpRequest, **_path: str) -> HttpResponse:
    """Any other address below `/api/v1/`."""
    raise Http404


def _operations() -> list[URLPattern]:
    patterns = [one for one in routers.api().urls[0] if isinstance(one, URLPattern)]
    for pattern in patterns:
        pattern.callback = entrance(cast(View, pattern.callback))
    return [pattern for pattern in patterns if pattern.name != "api-root"]


app_name = "api"

urlpatterns = [
    path("openapi.json", entrance(views.openapi), name="openapi"),
    path("docs", views.docs, name="docs"),
    *_operations(),
    re_path(r"^(?P<rest>.*)$", entrance(nothing)),
]
