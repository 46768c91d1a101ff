"""Chinese days off and make-up working days, as published, and the statutory days among them.

Two sources: `chinesecalendar` carries the yearly notices of the State Council (which days are
off, which weekend days are worked), `holidays` the days of the Measures on Public Holidays
(thirteen since 2025, eleven before). A year without a notice has only the statutory days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import chinese_calendar
from holidays import country_holidays

LAST_YEAR = 2100
UNTIL_DECEMBER = 28  # a notice reaches back: 29 and 31 December 2018 were swapped by that of 2019

PUBLISHED_NAMES = {
    "New Year's Day": "new-year",
    "Spring Festival": "spring-festival",
    "Tomb-sweeping Day": "tomb-sweeping",
    "Labour Day": "labour-day",
    "Dragon Boat Festival": "dragon-boat",
    "National Day": "national-day",
    "Mid-autumn Festival": "mid-autumn",
    "Anti-Fascist 70th Day": "victory-day",
}
STATUTORY_NAMES = {
    "元旦": "new-year",
    "春节": "spring-festival",
    "农历除夕": "spring-festival",
    "清明节": "tomb-sweeping",
    "劳动节": "labour-day",
    "端午节": "dragon-boat",
    "国庆节": "national-day",
    "中秋节": "mid-autumn",
}

Named = Mapping[date, str]


@dataclass(frozen=True)
class Holidays:
    """The days off of a country, each with the code of its holiday.

    off: days off of a published holiday period, weekends inside it included; in a year that
        is not published the statutory days.
    make_up: weekend days that are worked, with the holiday they make up for.
    statutory: the days of the law itself, without swapped and made-up days.
    published_years: years whose notice is out.
    """

    off: Named
    make_up: Named
    statutory: Named
    published_years: frozenset[int]

    def rests(self, on: date) -> bool:
        """Nobody works by law or notice: weekend, holiday or swapped day; the wide reading."""
        return on in self.off or (on.weekday() >= 5 and on not in self.make_up)

    @cached_property
    def settled(self) -> tuple[tuple[date, date], ...]:
        """Runs of days, from first to last, that no later notice can change."""
        runs: list[tuple[date, date]] = []
        for year in sorted(self.published_years):
            first = date(year, 1, 1)
            if year - 1 in self.published_years:
                first = runs.pop()[0]
            known = year + 1 in self.published_years
            runs.append((first, date(year, 12, 31 if known else UNTIL_DECEMBER)))
        return tuple(runs)

    def to_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {
            "off": _by_name(self.off),
            "make_up": _by_name(self.make_up),
            "statutory": _by_name(self.statutory),
            "published": sorted(self.published_years),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Holidays":
        """What `to_json` wrote."""
        return cls(
            off=_by_date(data["off"]),
            make_up=_by_date(data["make_up"]),
            statutory=_by_date(data["statutory"]),
            published_years=frozenset(data["published"]),
        )


@lru_cache(maxsize=1)
def china() -> Holidays:
    """Mainland China as the installed packages know it."""
    off = {on: _published(name) for on, name in chinese_calendar.holidays.items()}
    years = frozenset(on.year for on in off)
    statutory = {
        on: name for year in range(min(years), LAST_YEAR + 1) for on, name in _statutory(year)
    }
    expected = {on: name for on, name in statutory.items() if on.year not in years}
    make_up = {on: _published(name) for on, name in chinese_calendar.workdays.items()}
    return Holidays(off | expected, make_up, statutory, years)


def of(country: str | None) -> Holidays | None:
    """The holidays a calendar of the plan language names: CN or none; KeyError otherwise."""
    return None if country is None else {"CN": china}[country]()


def _published(name: str) -> str:
    return PUBLISHED_NAMES.get(str(name), "holiday")


def _statutory(year: int) -> list[tuple[date, str]]:
    """The days of the Measures on Public Holidays that apply in a year."""
    days = country_holidays("CN", years=year, observed=False, language="zh_CN")
    found = []
    for on, names in sorted(days.items()):
        codes = [STATUTORY_NAMES[name] for name in names.split("; ") if name in STATUTORY_NAMES]
        if codes and on.year == year:
            found.append((on, codes[0]))
    return found


def _by_name(days: Named) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for on, name in sorted(days.items()):
        listed.setdefault(name, []).append(on.isoformat())
    return listed


def _by_date(listed: dict[str, list[str]]) -> Named:
    return {date.fromisoformat(text): name for name, texts in listed.items() for text in texts}
