"""Due-moment arithmetic beside a bare bisection over the same openings, in the same run.

    script/bench clocks

The floor is what cannot be saved: the start and the target looked up among the openings of the
calendar, on plain integers. With two pauses the floor looks up their four ends as well.
"""

import time
import timeit
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from measuring import Figure, Scale

from aftercare.kit.durations import Duration, Unit
from aftercare.plans.language import document
from aftercare.promises.rules import calendars, counting, holidays, instants
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Pause

START = datetime(2026, 11, 20, 3, 10, tzinfo=UTC)
PAUSES = (
    Pause(START + timedelta(minutes=30), START + timedelta(minutes=150), "customer"),
    Pause(START + timedelta(days=2, hours=22), START + timedelta(days=3), "parts"),
)
HOUR, HOURS = Duration(1, Unit.HOUR), Duration(20, Unit.HOUR)
TEN_YEARS = Duration(18_600, Unit.HOUR)  # of seven and a half open hours a working day
WORKING_DAYS = Duration(10, Unit.WORKING_DAY)
ROUNDS, CALLS = 60, 500

AIMS = {"due / bisect": 10, "due with pauses / bisect": 10, "ten years / an hour": 2}

Looked = Callable[[], object]


def measure() -> dict[str, float]:
    """Nanoseconds of processor per call, the best of many interleaved rounds, and the ratios."""
    office = _office()
    bare, bare_with_pauses = _floors(office)
    calls: dict[str, Looked] = {
        "bisect": bare,
        "bisect with pauses": bare_with_pauses,
        "due in an hour": lambda: counting.due(START, HOUR, office),
        "due in ten years": lambda: counting.due(START, TEN_YEARS, office),
        "due with pauses": lambda: counting.due(START, HOURS, office, PAUSES),
        "due in working days": lambda: counting.due(START, WORKING_DAYS, office),
    }
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            best[name] = min(
                best[name], timeit.timeit(call, timer=time.process_time, number=CALLS) / CALLS * 1e9
            )
    return {name: round(spent, 1) for name, spent in best.items()} | _ratios(best)


def _ratios(best: dict[str, float]) -> dict[str, float]:
    pairs = {
        "due / bisect": ("due in an hour", "bisect"),
        "due with pauses / bisect": ("due with pauses", "bisect"),
        "due with pauses / bisect with pauses": ("due with pauses", "bisect with pauses"),
        "ten years / an hour": ("due in ten years", "due in an hour"),
    }
    return {name: round(best[over] / best[under], 2) for name, (over, under) in pairs.items()}


def _office() -> Calendar:
    section = document.Calendar(
        open={"mon-fri": ["08:30-12:00", "13:00-17:00"]},
        holidays="CN",
    )
    office = calendars.build(section, holidays.of("CN"), "office")
    counting.due(START, TEN_YEARS, office)  # lays the years out
    return office


def _floors(office: Calendar) -> tuple[Looked, Looked]:
    """Bare bisections over the openings that the calendar has laid out for ten years."""
    end = START + timedelta(days=3_700)
    openings = [
        (instants.micros(low), instants.micros(high)) for low, high in office.openings(START, end)
    ]
    starts = [low for low, _ in openings]
    before = [0]
    for low, high in openings:
        before.append(before[-1] + high - low)
    start = instants.micros(START)
    paused = [
        (instants.micros(pause.begins_at), instants.micros(pause.ends_at))
        for pause in PAUSES
        if pause.ends_at is not None
    ]

    def amount(at: int) -> int:
        index = bisect_right(starts, at) - 1
        return min(before[index] + at - starts[index], before[index + 1])

    def bare() -> int:
        target = amount(start) + instants.HOUR
        index = bisect_left(before, target) - 1
        return starts[index] + target - before[index]

    def bare_with_pauses() -> int:
        target = amount(start) + 20 * instants.HOUR
        for begins, stops in paused:
            target += amount(stops) - amount(begins)
        index = bisect_left(before, target) - 1
        return starts[index] + target - before[index]

    return bare, bare_with_pauses


def figures(_scale: Scale) -> Iterator[Figure]:
    """The nanoseconds, and the ratios with what is aimed at."""
    found = measure()
    for name, spent in found.items():
        if "/" not in name:
            floor = "bisect with pauses" if name == "due with pauses" else "bisect"
            yield Figure(name, spent, "ns", floor=None if name == floor else found[floor])
    for name, limit in AIMS.items():
        yield Figure(name, found[name], "×", aim=f"at most {limit}", kept=found[name] <= limit)
