"""How opening hours are written: `mon-fri`, `08:30-17:00`, `22:00-06:00` across midnight."""

import re
from dataclasses import dataclass

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, order=True)
class Hours:
    """Minutes since midnight; `closes` is beyond a day's end when the hours cross midnight."""

    opens: int
    closes: int


def weekdays(text: str) -> range:
    """The days that `mon`, `mon-fri` mean, Monday being 0; ValueError when they are none."""
    first, dash, last = text.partition("-")
    last = last if dash else first
    if first not in WEEKDAYS or last not in WEEKDAYS:
        raise ValueError(f"{text!r} names no weekdays")
    days = range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)
    if not days:
        raise ValueError(f"{text!r} runs backwards")
    return days


def hours(text: str) -> Hours:
    """The minutes that `08:30-17:00` means; ValueError when it names no time of day."""
    match = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text)
    if match is None:
        raise ValueError(f"{text!r} is not written 08:30-17:00")
    opens = _minutes(match[1], match[2])
    closes = _minutes(match[3], match[4])
    if opens == MINUTES_PER_DAY:
        raise ValueError("nothing opens at 24:00")
    return Hours(opens, closes if closes > opens else closes + MINUTES_PER_DAY)


def _minutes(hour: str, minute: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > MINUTES_PER_DAY:
        raise ValueError(f"there is no {hour}:{minute}")
    return minutes
