"""The whole replay: every commitment derived again from the events, by the command people use.

    script/bench replay

The floor is the bare driver reading the same events in the same order, and doing nothing.
"""

import logging
import math
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
# Runs a command and prints the kilobytes it had at most. A process of its own, because Linux counts
# for a child also what its parent had before the child's program began, and ours has filled tables.
LAUNCHER = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(ended.returncode)
"""


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
    memory = 0

    def run() -> None:
        nonlocal memory
        asked = [sys.executable, "-c", LAUNCHER, sys.executable, *COMMAND]
        told = subprocess.run(asked, check=False, stdout=subprocess.PIPE, text=True)
        if told.returncode:
            raise AssertionError("the replay found differences; it must find none")
        memory = int(told.stdout)

    return seconds(run), memory / 1024


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
