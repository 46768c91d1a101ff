"""Time zones as a person chooses them: cities in their language, by distance from UTC."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_timezone_location

_LOCALES = {"zh-hans": "zh_Hans", "en": "en"}
_CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe",
               "Indian", "Pacific")  # fmt: skip


@cache
def choices(language: str) -> list[tuple[str, str]]:
    """All places as (zone, `UTC+08:00 上海`), west to east; the distance is that of now."""
    now = datetime.now(UTC)
    locale = _locale(language)
    places = [
        (name, zoneinfo.ZoneInfo(name))
        for name in zoneinfo.available_timezones()
        if name.split("/")[0] in _CONTINENTS
    ]
    rows = sorted(
        (now.astimezone(zone).utcoffset() or timedelta(), _city(name, locale), name)
        for name, zone in places
    )
    return [("UTC", "UTC")] + [
        (name, f"UTC{_distance(offset)} {city}") for offset, city, name in rows
    ]


def words(zone: str, language: str) -> str:
    """One place as a person chooses it; the name itself where the list does not hold it."""
    return dict(choices(language)).get(zone, zone)


def _distance(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _city(name: str, locale: Locale) -> str:
    return str(get_timezone_location(name, locale=locale, return_city=True))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_LOCALES.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
