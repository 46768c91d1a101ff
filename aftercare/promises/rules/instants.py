"""Moments as whole microseconds, and the wall clock of a zone with its jumps.

Sums over open time run on integers, so nothing is rounded and nothing drifts. The wall
clock is asked only when openings are laid out; a zone that moves its clocks is met there.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MINUTES_A_DAY = 24 * 60


def micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware moment; TypeError when it is naive."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def moment(at: int) -> datetime:
    """The moment in UTC of so many microseconds since 1970."""
    return EPOCH + MICROSECOND * at


def local_date(at: int, zone: ZoneInfo) -> date:
    """The date on the wall calendar of the zone at a moment."""
    return moment(at).astimezone(zone).date()


def day_begins(on: date, zone: ZoneInfo) -> int:
    """The first instant of a local day, also where clocks jump over or repeat midnight."""
    return wall(on, 0, zone)


def day_ends(on: date, zone: ZoneInfo) -> int:
    """24:00 of a local day, which is the first instant of the next one."""
    return wall(on + timedelta(days=1), 0, zone)


def wall(on: date, minutes: int, zone: ZoneInfo, *, closing: bool = False) -> int:
    """The instant at which the wall clock shows so many minutes after midnight of a day.

    A time that does not exist (clocks go forward) is the instant of the jump. A time that
    comes twice (clocks go back) opens at its first and closes at its second coming.
    """
    shown = datetime(on.year, on.month, on.day, tzinfo=zone) + timedelta(minutes=minutes)
    first, second = micros(shown), micros(shown.replace(fold=1))
    if second < first:
        return _jump(second, first, zone)
    return second if closing and minutes % MINUTES_A_DAY else first


def _jump(low: int, high: int, zone: ZoneInfo) -> int:
    """The instant between two moments, to the second, at which the zone changes its offset."""
    old = moment(low).astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        if moment(middle).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
