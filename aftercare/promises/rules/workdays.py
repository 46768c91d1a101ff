"""The working days of a calendar in a row, so that the n-th is found by position."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from aftercare.promises.rules import instants
from aftercare.promises.rules.timelines import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True)
class DayEnd:
    """A day and the instant at which it ends for the count."""

    on: date
    at: int


@dataclass(frozen=True)
class Row:
    """The working days of some years; replaced as a whole."""

    first_year: int
    last_year: int
    days: list[date]
    ends: list[int]

    def __getitem__(self, index: int) -> DayEnd:
        return DayEnd(self.days[index], self.ends[index])


class Workdays:
    """Working days, laid out year by year when first asked."""

    def __init__(
        self, days_of: Callable[[int], Iterable[tuple[date, int]]], last_year: int = LAST_YEAR
    ) -> None:
        """Lay out nothing yet.

        days_of: the working days of a year, in order, with the instant at which each ends.
        last_year: after it there is no working day.
        """
        self._days_of = days_of
        self._last_year = last_year
        self._lock = Lock()
        self._row = Row(0, 0, [], [])

    def after(self, on: date, count: int) -> DayEnd | None:
        """The count-th working day after a day, which itself does not count."""
        row = self._covering(on.year)
        index = bisect_right(row.days, on) + count - 1
        while index >= len(row.days):
            if row.last_year >= self._last_year:
                return None
            row = self._further(row)
            index = bisect_right(row.days, on) + count - 1
        return row[index]

    def before(self, on: date, count: int) -> DayEnd | None:
        """The count-th working day before a day, which itself does not count."""
        row = self._covering(on.year)
        index = bisect_left(row.days, on) - count
        while index < 0:
            if row.first_year <= FIRST_YEAR:
                return None
            row = self._covering(row.first_year - 1)
            index = bisect_left(row.days, on) - count
        return row[index]

    def ending_from(self, at: int) -> DayEnd | None:
        """The first working day that ends at a moment or later."""
        row = self._covering(instants.moment(at).year)
        index = bisect_left(row.ends, at)
        while index >= len(row.ends):
            if row.last_year >= self._last_year:
                return None
            row = self._further(row)
            index = bisect_left(row.ends, at)
        return row[index]

    def _covering(self, year: int) -> Row:
        """The row with a year and its neighbours; ValueError outside the years it can."""
        if not FIRST_YEAR < year < LAST_YEAR:
            raise ValueError(f"calendars reach from {FIRST_YEAR + 1} to {LAST_YEAR - 1}")
        row = self._row
        if row.first_year < year < row.last_year:
            return row
        with self._lock:
            first = min(year - 1, self._row.first_year or year)
            return self._lay_out(first, max(year + 1, self._row.last_year))

    def _further(self, row: Row) -> Row:
        with self._lock:
            years = row.last_year - row.first_year + 1
            return self._lay_out(row.first_year, min(row.last_year + years, self._last_year))

    def _lay_out(self, first: int, last: int) -> Row:
        days: list[date] = []
        ends: list[int] = []
        for year in range(first, last + 1):
            for on, end in self._days_of(year):
                days.append(on)
                # A night shift may outlast the short day after it; the row stays in order.
                ends.append(max(end, ends[-1]) if ends else end)
        self._row = Row(first, last, days, ends)
        return self._row
