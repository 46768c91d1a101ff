"""The whole replay: every commitment derived again from the events, by the command people use.

    script/bench replay

The floor is the bare driver reading the same events in the same order, and doing nothing.
"""

import logging
import math
import os
import subprocess
import sys
from collections.abc import Iterator

import stories
from django.db import connection
from django.utils import timezone
from measuring import Figure, Scale, seconds
from seeding import World

from aftercare.promises.models import Commitment

DATABASE = True
MOST_MEMORY = 500
COMMAND = ("-m", "aftercare.web.commands", "promises", "replay")


def figures(scale: Scale) -> Iterator[Figure]:
    """The rate and the memory of a replay that finds no difference."""
    logging.disable(logging.CRITICAL)
    now = timezone.now()
    world = World(stories.tell_a_life(now, quick=scale.quick), now, findable=False)
    cases = math.ceil(scale.sizes[-1] / world.promises_a_case)
    yield Figure(f"filling with {cases:,} cases", seconds(lambda: world.grow(cases)), "s")
    count = Commitment.objects.count()
    floor = count / seconds(_read_events)
    spent, memory = _replay()
    yield Figure(f"replay of {count:,} commitments", count / spent, "/s", floor=floor)
    yield Figure(
        "its memory at most", memory, "MB", aim=f"under {MOST_MEMORY} MB", kept=memory < MOST_MEMORY
    )


def _replay() -> tuple[float, float]:
    """Seconds and megabytes of the command, with its own start."""
    connection.close()
    usage = 0

    def run() -> None:
        nonlocal usage
        process = subprocess.Popen(  # our own command line
            [sys.executable, *COMMAND], stdout=subprocess.DEVNULL
        )  # fmt: skip
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise AssertionError("the replay found differences; it must find none")
        usage = used.ru_maxrss

    return seconds(run), usage / 1024


def _read_events() -> None:
    connection.ensure_connection()
    ordered = (
        "SELECT sequence, id, kind, subject, context, occurred_at, recorded_at, actor, actor_name,"
        " data, previous_hash, hash FROM kit_event ORDER BY subject, sequence"
    )
    driver = connection.connection
    cursor = (
        driver.cursor() if connection.vendor == "sqlite" else driver.cursor("floor", withhold=True)
    )
    cursor.execute(ordered)
    while cursor.fetchmany(2000):
        pass
    cursor.close()
