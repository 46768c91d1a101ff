"""Calendars that can be opened by, zones that cover every place, days that exist."""

import re
from calendar import monthrange
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from aftercare.plans.language import opening
from aftercare.plans.language.checking.findings import Findings
from aftercare.plans.language.document import Calendar
from aftercare.plans.language.faults import Path
from aftercare.plans.language.opening import MINUTES_PER_DAY, Hours

LEAP_YEAR = 2024
WEEK = 7 * MINUTES_PER_DAY


def look(findings: Findings) -> None:
    """Check calendars, zones, seasons and dates."""
    for name, calendar in findings.plan.calendars.items():
        _calendar(findings, calendar, ("calendars", name))
    _zones(findings)
    _seasons(findings)
    for name, dates in findings.plan.dates.items():
        for index, day in enumerate(dates.dates):
            _day(findings, day, ("dates", name, "dates", index))
        if not dates.dates and findings.whole:
            findings.error(("dates", name, "dates"), "no_days")


def never_opens(calendar: Calendar) -> bool:
    """True when no moment is ever within its hours."""
    if calendar.open == "24x7":
        return False
    return not any([*calendar.open.values(), *calendar.exceptions.values()])


@cache
def _known_zones() -> frozenset[str]:
    """The time zones of this machine. Reading their folder takes longer than checking a plan."""
    return frozenset(available_timezones())


def _calendar(findings: Findings, calendar: Calendar, path: Path) -> None:
    findings.expect("time zone", calendar.zone, _known_zones(), (*path, "zone"))
    if calendar.open != "24x7":
        _week(findings, calendar.open, (*path, "open"))
        if never_opens(calendar) and findings.whole:
            findings.error((*path, "open"), "empty_week")
    if calendar.makeup is not None:
        _spans(findings, calendar.makeup, (*path, "makeup"))
    for day, spans in calendar.exceptions.items():
        place = (*path, "exceptions", day)
        if not _is_date(day):
            findings.error_at_name(place, "bad_date", word=day)
        _spans(findings, spans, place)


def _week(findings: Findings, week: dict[str, list[str]], path: Path) -> None:
    opened: dict[int, str] = {}
    stretches: list[tuple[Hours, str, Path]] = []
    for days, spans in week.items():
        parsed = _spans(findings, spans, (*path, days))
        for day in _days(findings, days, (*path, days)):
            if day in opened:
                findings.error_at_name((*path, days), "repeated_weekday", word=days)
            opened[day] = days
            start = day * MINUTES_PER_DAY
            stretches += [(_later(h, start), text, place) for h, text, place in parsed]
    _across_days(findings, stretches)


def _days(findings: Findings, text: str, path: Path) -> range:
    try:
        return opening.weekdays(text)
    except ValueError:
        findings.error_at_name(path, "bad_weekday", word=text)
        return range(0)


def _spans(findings: Findings, spans: list[str], path: Path) -> list[tuple[Hours, str, Path]]:
    """The hours of one day that make sense, checked against each other."""
    parsed: list[tuple[Hours, str, Path]] = []
    for index, text in enumerate(spans):
        place = (*path, index)
        hours = _hours(findings, text, place)
        if hours is None:
            continue
        other = next((t for h, t, _ in parsed if _overlap(h, hours)), None)
        if other is None:
            parsed.append((hours, text, place))
        else:
            findings.error(place, "overlapping_spans", word=text, other=other)
    return parsed


def _hours(findings: Findings, text: str, path: Path) -> Hours | None:
    opens, _, closes = text.partition("-")
    if opens == closes:
        findings.error(path, "empty_span", word=text)
        return None
    try:
        return opening.hours(text)
    except ValueError:
        findings.error(path, "bad_time", word=text)
        return None


def _across_days(findings: Findings, stretches: list[tuple[Hours, str, Path]]) -> None:
    """Hours across midnight must not run into those of the next day, nor Sunday's into Monday."""
    ordered = sorted(stretches, key=lambda stretch: stretch[0])
    if not ordered:
        return
    first, text, path = ordered[0]
    following = [*ordered[1:], (_later(first, WEEK), text, path)]
    for (hours, text, path), (after, other, _) in zip(ordered, following, strict=True):
        crosses = hours.closes > (hours.opens // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
        if crosses and after.opens < hours.closes:
            findings.error(path, "overlapping_spans", word=text, other=other)


def _later(hours: Hours, minutes: int) -> Hours:
    return Hours(hours.opens + minutes, hours.closes + minutes)


def _overlap(one: Hours, other: Hours) -> bool:
    return one.opens < other.closes and other.opens < one.closes


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _zones(findings: Findings) -> None:
    zones = findings.plan.zones
    if not zones:
        return
    rest = [name for name, zone in zones.items() if not zone.places]
    if not rest and findings.whole:
        findings.error_at_name(("zones",), "no_rest_zone")
    for name in rest[1:]:
        findings.error_at_name(("zones", name), "two_rest_zones", word=name, other=rest[0])
    owner: dict[str, str] = {}
    for name, zone in zones.items():
        for index, place in enumerate(zone.places):
            if place in owner:
                path = ("zones", name, "places", index)
                findings.error(path, "repeated_place", word=place, other=owner[place])
            owner.setdefault(place, name)


def _seasons(findings: Findings) -> None:
    for name, season in findings.plan.seasons.items():
        if not season.spans and findings.whole:
            findings.error(("seasons", name, "spans"), "no_days")
        for index, span in enumerate(season.spans):
            path = ("seasons", name, "spans", index)
            year = span.year or LEAP_YEAR
            _day(findings, span.begins, (*path, "begins"), year)
            _day(findings, span.ends, (*path, "ends"), year)


def _day(findings: Findings, text: str, path: Path, year: int = LEAP_YEAR) -> None:
    month, day = int(text[:2]), int(text[3:])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        findings.error(path, "no_such_day", word=text)
