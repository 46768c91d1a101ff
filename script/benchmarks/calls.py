"""The call register with a million calls, searched by number.

    script/bench calls

Its floor is measured with it, in turns: the page's own statements, run again by the bare driver,
and a page with nothing on it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import asking
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from measuring import Figure, Scale, percentile, seconds

from aftercare.phone.models import Call, Direction, Result
from aftercare.web.demo.cast import Cast, make_cast

DATABASE = True
MOST_MILLISECONDS = 20
AT_ONCE = 5_000
SUBSCRIBERS = 300_000
NEWEST = "newest calls"


def figures(scale: Scale) -> Iterator[Figure]:
    """The page of calls without a search, and by a whole number, its beginning and its end."""
    logging.disable(logging.CRITICAL)
    asking.add_empty_page()
    count, random = scale.sizes[-1], Random(7)  # noqa: S311  # to measure the same every time
    cast, now = make_cast(), timezone.now()
    yield Figure(
        f"filling in {count:,} calls", seconds(lambda: _fill(cast, count, now, random)), "s"
    )
    desk, calls = asking.signed_in("agent"), reverse("phone:calls")
    wanted: dict[str, Callable[[str], str]] = {
        NEWEST: lambda number: calls,
        "calls by a whole number": lambda number: f"{calls}?q={number}",
        "calls by the first seven digits": lambda number: f"{calls}?q={number[:7]}",
        "calls by the last four digits": lambda number: f"{calls}?q={number[-4:]}",
    }
    whole: dict[str, list[float]] = {name: [] for name in wanted}
    bare: dict[str, list[float]] = {name: [] for name in wanted}
    nothing: list[float] = []
    for turn in range(-2, 12 if scale.quick else 60):
        for name, address in wanted.items():
            page, statements = asking.once(desk, address(_number(random)))
            if turn >= 0:
                whole[name].append(page)
                bare[name].append(statements)
        nothing.append(seconds(lambda: asking.get(desk, asking.EMPTY)) * 1e3)
    empty = percentile(nothing, 50)
    for name, found in whole.items():
        middle, floor = percentile(found, 50), percentile(bare[name], 50) + empty
        figure = Figure(f"{name}, of {count:,}: p50", middle, "ms", floor)
        if name != NEWEST:
            kept = middle < MOST_MILLISECONDS
            figure = replace(figure, aim=f"p50 under {MOST_MILLISECONDS} ms", kept=kept)
        yield figure
        yield Figure(f"{name}, of {count:,}: p99", percentile(found, 99), "ms", floor)


def _number(random: Random) -> str:
    """The number of somebody; some call often, most now and then."""
    return f"13{Random(random.randrange(SUBSCRIBERS)).randrange(10**9):09}"  # noqa: S311


def _fill(cast: Cast, count: int, now: datetime, random: Random) -> None:
    agents = [cast[name].pk for name in ("agent", "dispatcher", "lead")]
    for begun in range(0, count, AT_ONCE):
        Call.objects.bulk_create(
            _call(cast, agents, now - timedelta(seconds=37 * (count - place)), random)
            for place in range(begun, min(begun + AT_ONCE, count))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _call(cast: Cast, agents: list[int], began: datetime, random: Random) -> Call:
    number, answered = _number(random), began + timedelta(seconds=9)
    return Call(
        direction=Direction.IN, line="4001", caller=number, digits=number, tail=number[::-1],
        person_id=random.choice(agents), customer=cast.organisations["customer"],
        began_at=began, rang_at=began, answered_at=answered,
        ended_at=answered + timedelta(minutes=3), purpose="fault",
        answer="已告知处理办法", result=Result.SOLVED, noted_at=answered,
    )  # fmt: skip
