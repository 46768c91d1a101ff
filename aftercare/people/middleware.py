"""Each person reads in their own language and zone."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonalSettings:
    """Language: the person's choice, else the cookie, else the company's. Zone: likewise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language(request)
        with translation.override(language), timezone.override(zone_of(request.user)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def _language(request: HttpRequest) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    wanted = (
        getattr(request.user, "language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
    )
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)


def zone_of(person: object) -> zoneinfo.ZoneInfo:
    """The zone in which somebody reads times: their own, else the company's."""
    wanted = getattr(person, "time_zone", "") or settings.TIME_ZONE
    try:
        return zoneinfo.ZoneInfo(wanted)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


class KeptNowhere:
    """What somebody sees who is signed in stays in no cache, neither of a proxy nor of the
    browser: after signing out, the way back shows nothing. An answer may say otherwise itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
