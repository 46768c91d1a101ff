"""Open time as one rising line, asked both ways by bisection.

`before(at)` says how much open time lies before a moment, `reach(amount)` which moment has
so much before it. Amounts are microseconds from a fixed point of the line; only differences
mean anything. The line is laid out year by year when first asked, and kept: a question ten
years ahead costs the same two bisections as one an hour ahead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from aftercare.promises.rules import instants

FIRST_YEAR, LAST_YEAR = 1901, 2300
Opening = tuple[int, int]


class OpenTime(Protocol):
    """What a clock runs on: a line that rises while it is open."""

    def before(self, at: int) -> int:
        """Open time before a moment."""

    def reach(self, amount: int) -> int | None:
        """The first moment with so much open time before it; None when there is none."""

    def between(self, begin: int, end: int) -> Iterable[Opening]:
        """The openings of a stretch, cut to it, joined and in order."""


class Uninterrupted:
    """The line of a calendar that never closes: open time is time."""

    def before(self, at: int) -> int:
        return at

    def reach(self, amount: int) -> int | None:
        return amount

    def between(self, begin: int, end: int) -> Iterable[Opening]:
        if begin < end:
            yield begin, end


@dataclass(frozen=True)
class Layout:
    """The openings of some years; replaced as a whole, so a reading thread never sees half."""

    first_year: int
    last_year: int
    knows_from: int
    knows_until: int
    starts: list[int]
    ends: list[int]
    before: list[int]

    @property
    def total(self) -> int:
        """Open time up to the end of the last opening."""
        return self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0


class Timeline:
    """The line of a calendar with opening hours."""

    def __init__(
        self,
        openings_of: Callable[[int], Iterable[Opening]],
        year_begins: Callable[[int], int],
        last_year: int = LAST_YEAR,
    ) -> None:
        """Lay out nothing yet.

        openings_of: the openings that begin in a local year, in any order.
        year_begins: the first instant of a local year.
        last_year: after it the calendar never opens again.
        """
        self._openings_of = openings_of
        self._year_begins = year_begins
        self._last_year = min(last_year, LAST_YEAR)
        self._zero: int | None = None
        self._lock = Lock()
        self._years: dict[int, list[Opening]] = {}
        self._layout = Layout(0, 0, 0, 0, [], [], [])

    def before(self, at: int) -> int:
        layout = self._layout
        if not layout.knows_from <= at < layout.knows_until:
            layout = self._knowing(at)
        index = bisect_right(layout.starts, at) - 1
        if index < 0:
            return layout.before[0] if layout.before else 0
        end = layout.ends[index]
        return layout.before[index] + (at if at < end else end) - layout.starts[index]

    def reach(self, amount: int) -> int | None:
        layout = self._layout
        while amount > layout.total:
            if layout.last_year >= self._last_year:
                return None
            layout = self._further(layout)
        index = bisect_left(layout.before, amount) - 1
        return layout.starts[index] + amount - layout.before[index]

    def between(self, begin: int, end: int) -> Iterable[Opening]:
        self._knowing(begin)
        layout = self._knowing(end)
        for index in range(bisect_right(layout.ends, begin), bisect_left(layout.starts, end)):
            yield max(layout.starts[index], begin), min(layout.ends[index], end)

    def _knowing(self, at: int) -> Layout:
        """The layout, grown until it covers a moment; ValueError outside the years it can."""
        year = instants.moment(at).year
        if not FIRST_YEAR < year < LAST_YEAR:
            raise ValueError(f"calendars reach from {FIRST_YEAR + 1} to {LAST_YEAR - 1}")
        with self._lock:
            layout = self._layout
            if layout.knows_from <= at < layout.knows_until:
                return layout
            first = min(year - 1, layout.first_year or year)
            return self._lay_out(first, max(year + 1, layout.last_year))

    def _further(self, layout: Layout) -> Layout:
        """The layout, grown by as many years as it has."""
        with self._lock:
            if self._layout is not layout:
                return self._layout
            years = layout.last_year - layout.first_year + 1
            return self._lay_out(layout.first_year, min(layout.last_year + years, self._last_year))

    def _lay_out(self, first: int, last: int) -> Layout:
        openings = _joined(o for year in range(first, last + 1) for o in self._of(year))
        starts, ends = [o[0] for o in openings], [o[1] for o in openings]
        before, sum_ = [], 0
        for start, end in openings:
            before.append(sum_)
            sum_ += end - start
        # An opening of the last day of the year before may run into the first day.
        knows_from = self._year_begins(first) + instants.DAY + instants.HOUR
        known = Layout(first, last, knows_from, self._year_begins(last + 1), starts, ends, before)
        self._layout = self._anchored(known)
        return self._layout

    def _of(self, year: int) -> list[Opening]:
        if year not in self._years:
            self._years[year] = list(self._openings_of(year))
        return self._years[year]

    def _anchored(self, layout: Layout) -> Layout:
        """The layout counted from the point first chosen, so that earlier answers stay right."""
        if self._zero is None:
            self._zero = layout.starts[0] if layout.starts else layout.knows_from
        passed = bisect_right(layout.starts, self._zero) - 1
        if passed < 0:
            return layout
        reach = min(self._zero, layout.ends[passed]) - layout.starts[passed]
        shift = layout.before[passed] + reach
        layout.before[:] = [amount - shift for amount in layout.before]
        return layout


def _joined(openings: Iterable[Opening]) -> list[Opening]:
    """Openings in order, those that touch or overlap made one."""
    joined: list[Opening] = []
    for start, end in sorted(openings):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined
