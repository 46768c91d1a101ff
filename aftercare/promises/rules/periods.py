"""What held when: stretches of time, and a value that was changed again and again.

A change never reaches back: what held before it goes on holding for everything from before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Period:
    """From a moment until another, which does not belong to it; `until` None means still."""

    since: datetime = BEGINNING
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def cut(self, other: "Period") -> "Period | None":
        """What lies in both, if anything does."""
        since = max(self.since, other.since)
        ends = [one for one in (self.until, other.until) if one is not None]
        until = min(ends, default=None)
        return Period(since, until) if until is None or since < until else None


@dataclass(frozen=True)
class Change:
    """One value that gave way to another at a moment."""

    at: datetime
    before: Any
    after: Any


Held = tuple[Period, Any]
ALWAYS = Period()


def held(now: Any, changes: Sequence[Change]) -> list[Held]:
    """Which value held when, oldest first. changes: in order; `now` is what holds without any."""
    values = [changes[0].before, *(one.after for one in changes)] if changes else [now]
    starts = [BEGINNING, *(one.at for one in changes)]
    found = []
    for value, since, until in zip(values, starts, [*starts[1:], None], strict=True):
        if until is None or since < until:
            found.append((Period(since, until), value))
    return found


def filled_in(told: Sequence[Held]) -> list[Held]:
    """The same, where nothing was said at first: what was said then holds from the beginning."""
    if len(told) > 1 and told[0][1] in (None, ""):
        period, value = told[1]
        return [(Period(BEGINNING, period.until), value), *told[2:]]
    return list(told)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The stretches in which any of them holds, oldest first, none touching another."""
    found: list[Period] = []
    for one in sorted(periods, key=lambda period: period.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < one.since):
            found.append(one)
        elif last.until is not None:
            until = None if one.until is None else max(last.until, one.until)
            found[-1] = Period(last.since, until)
    return found
