"""Counting for the customer's rights: the wide reading of a last day that is a day off.

The counting itself is that of the promise engine (Civil Code Art. 200-204); here only the
choice is made that a right of the customer ends late rather than early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aftercare.kit.durations import Duration
from aftercare.plans.language import document
from aftercare.promises.rules import calendars, counting, daycounts, holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class LastDay:
    """The last day of a right, which counts in full.

    nominal_on: by count alone. provisional: the holidays that decide the roll are not
    published yet, so that the day can still move on.
    """

    on: date
    nominal_on: date
    provisional: bool


@lru_cache(maxsize=32)
def rest_days(zone: ZoneInfo) -> calendars.Calendar:
    """A calendar that never closes and knows the Chinese days off."""
    section = document.Calendar(zone=zone.key, holidays="CN")
    return calendars.build(section, holidays.of("CN"), "rest-days")


def last_day(counted_from: date, length: Duration, more_days: int, zone: ZoneInfo) -> LastDay:
    """The last day of a length that begins the day after `counted_from`.

    more_days: days that did not count and are added before the last day rolls.
    """
    nominal = daycounts.nominal_on(counted_from, length) + timedelta(days=more_days)
    return rolled(counted_from, nominal, zone)


@lru_cache(maxsize=4096)
def rolled(counted_from: date, nominal: date, zone: ZoneInfo) -> LastDay:
    """A fixed last day, rolled past the days off."""
    start = datetime.combine(counted_from, time(12), zone)
    found = counting.due(start, nominal, rest_days(zone), reading=counting.Reading.WIDE)
    return LastDay(found.last_on or nominal, nominal, found.provisional)


def working_days_over(
    begins_at: datetime, ends_at: datetime, length: Duration, pauses: Sequence[counting.Pause] = ()
) -> bool:
    """Whether more than so many working days passed between two moments, pauses apart."""
    found = counting.due(begins_at, length, rest_days(SHANGHAI), pauses)
    return found.at is not None and found.at < ends_at


def end_of(on: date, zone: ZoneInfo) -> datetime:
    """24:00 of a day."""
    return datetime.combine(on + timedelta(days=1), time(), zone)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The local day of a moment."""
    return at.astimezone(zone).date()
