"""What a benchmark tells, and small helpers for measuring."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """How large the data is: the row counts to measure at."""

    sizes: tuple[int, ...]
    quick: bool


FULL = Scale((10_000, 100_000, 1_000_000), quick=False)
QUICK = Scale((1_000, 10_000), quick=True)


@dataclass(frozen=True)
class Figure:
    """One measured figure; `floor` is what the machine could do at best, in the same unit.

    `aim` says in words what is aimed at, `kept` whether it was reached (None: there is no aim).
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    aim: str = ""
    kept: bool | None = None

    @property
    def share(self) -> float | None:
        """The figure as a multiple of its floor."""
        return self.value / self.floor if self.floor else None


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many percent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
