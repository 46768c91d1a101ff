"""Lengths of time as people write them: `30 min`, `3 working days`, `2 years`.

A duration keeps its unit, because the unit decides how it is counted (Civil Code
Art. 200-203): hours run from the instant, days begin the day after, months and
years end on the corresponding day.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Unit(StrEnum):
    """The unit a promise is written in; it is never converted into another kind of unit."""

    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


CLOCK_UNITS = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
}

SPELLINGS = {
    "s": Unit.SECOND, "sec": Unit.SECOND, "second": Unit.SECOND, "seconds": Unit.SECOND,
    "min": Unit.MINUTE, "minute": Unit.MINUTE, "minutes": Unit.MINUTE,
    "h": Unit.HOUR, "hour": Unit.HOUR, "hours": Unit.HOUR,
    "day": Unit.DAY, "days": Unit.DAY,
    "working day": Unit.WORKING_DAY, "working days": Unit.WORKING_DAY,
    "week": Unit.WEEK, "weeks": Unit.WEEK,
    "month": Unit.MONTH, "months": Unit.MONTH,
    "year": Unit.YEAR, "years": Unit.YEAR,
}  # fmt: skip

LONGEST_YEARS = 70


@dataclass(frozen=True, order=True)
class Duration:
    """`amount` of `unit`; from one second to seventy years."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        plural = self.unit not in CLOCK_UNITS and self.amount != 1
        return f"{self.amount} {self.unit}{'s' if plural else ''}"

    @property
    def runs_on_the_clock(self) -> bool:
        """True for seconds, minutes and hours, which count open time and not days."""
        return self.unit in CLOCK_UNITS

    @property
    def clock_time(self) -> timedelta:
        """The open time of a duration in seconds, minutes or hours; KeyError for day units."""
        return self.amount * CLOCK_UNITS[self.unit]


def parse_duration(text: str) -> Duration:
    """Read `30 min`, `4 h`, `3 working days`; ValueError when it is none, or out of bounds."""
    match = re.fullmatch(r"\s*(\d+)\s*([a-z]+(?: [a-z]+)?)\s*", text)
    if match is None or match[2] not in SPELLINGS:
        raise ValueError(f"{text!r} is not a length of time")
    duration = Duration(int(match[1]), SPELLINGS[match[2]])
    if duration.amount < 1 or _years(duration) > LONGEST_YEARS:
        raise ValueError(f"{text!r} is not between 1 second and {LONGEST_YEARS} years")
    return duration


def _years(duration: Duration) -> float:
    per_year = {
        Unit.SECOND: 31_536_000, Unit.MINUTE: 525_600, Unit.HOUR: 8_760, Unit.DAY: 365,
        Unit.WORKING_DAY: 250, Unit.WEEK: 52, Unit.MONTH: 12, Unit.YEAR: 1,
    }  # fmt: skip
    return duration.amount / per_year[duration.unit]
