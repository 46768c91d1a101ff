"""Calendars and moments the clock tests share.

The holidays are those known in November 2026, whatever the installed packages know by now.
"""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aftercare.kit.durations import parse_duration as span
from aftercare.plans.language import document
from aftercare.promises.rules import calendars, holidays
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.holidays import Holidays
from aftercare.promises.rules.pauses import Pause

SHANGHAI = ZoneInfo("Asia/Shanghai")

__all__ = ["ALWAYS", "OFFICE", "PLAIN_WEEK", "WORKDAYS", "built", "local", "paused", "span"]


def known_in_2026() -> Holidays:
    """China with 2026 as the last published year."""
    now = holidays.china()

    def until_2026(days: Mapping[date, str]) -> dict[date, str]:
        return {on: name for on, name in days.items() if on.year <= 2026}

    later = {on: name for on, name in now.statutory.items() if on.year > 2026}
    published = frozenset(year for year in now.published_years if year <= 2026)
    return Holidays(until_2026(now.off) | later, until_2026(now.make_up), now.statutory, published)


KNOWN = known_in_2026()


def built(**section: object) -> Calendar:
    """A calendar as a plan would describe it."""
    described = document.Calendar.model_validate(section)
    return calendars.build(described, KNOWN if described.holidays else None, "test")


ALWAYS = built(open="24x7")
WORKDAYS = built(open="24x7", holidays="CN")
OFFICE = built(open={"mon-fri": ["08:30-12:00", "13:00-17:00"]}, holidays="CN")
PLAIN_WEEK = built(open={"mon-fri": ["09:00-18:00"]})


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """`2026-11-20 17:10` on the wall clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def paused(text: str, reason: str = "customer", zone: ZoneInfo = SHANGHAI) -> Pause:
    """`2026-11-20 17:10 > 2026-11-21 09:00`; nothing after the arrow while it runs."""
    begins, _, ends = (part.strip() for part in text.partition(">"))
    return Pause(local(begins, zone), local(ends, zone) if ends else None, reason)
