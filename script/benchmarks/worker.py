"""The worker: a thousand steps due, among ten thousand and among a million open commitments.

    script/bench worker

The floor is the bare driver with the same statements in the same transactions: what the worker
did about the first hundred is recorded, rolled back, and then done by the driver alone.
"""

import logging
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import stories
from bare import run_in_transaction
from django.db import connection, transaction
from django.utils import timezone
from measuring import Figure, Scale, seconds
from patterns import Pattern
from seeding import World

from aftercare.promises import actions as promises
from aftercare.promises import queries
from aftercare.promises.models import Commitment
from aftercare.worker.run import run_until_idle

DATABASE = True
DUE, BARE = 1000, 100
MOST = 1.5


def figures(scale: Scale) -> Iterator[Figure]:
    """Time, statements and rows for a thousand that are due, at the smallest and largest size."""
    logging.disable(logging.CRITICAL)
    now = timezone.now()
    open_ones, due = stories.tell_open(now, quick=scale.quick)
    each = Commitment.objects.filter(subject=f"case/{due.case}", next_at__lte=now).count()
    world, pattern = World(open_ones, now, findable=False), Pattern(due)
    found: list[tuple[float, float]] = []
    for size in (scale.sizes[0], scale.sizes[-1]):
        world.grow(math.ceil(size / world.promises_a_case))
        world.add(pattern, math.ceil(DUE / each))
        running = Commitment.objects.filter(ended_at__isnull=True).count()
        milliseconds, floor, statements, rows, worked = _measure(now)
        name = f"{worked:,} due of {running:,} open"
        found.append((milliseconds, statements))
        yield Figure(f"{name}: a commitment", milliseconds, "ms", floor=floor)
        yield Figure(f"{name}: statements a commitment", statements, "")
        if rows is not None:
            yield Figure(f"{name}: rows read a commitment", rows, "")
    for place, what in enumerate(("time", "statements")):
        grown = found[1][place] / found[0][place]
        aim = f"at most {MOST} × from {scale.sizes[0]:,} to {scale.sizes[-1]:,} open"
        yield Figure(f"{what} a due commitment: growth", grown, "×", aim=aim, kept=grown <= MOST)


def _measure(now: datetime) -> tuple[float, float, float, float | None, int]:
    """Milliseconds of one, its floor, statements, rows read (PostgreSQL tells), and how many."""
    recorded = _recorded(now)
    bare = seconds(lambda: [run_in_transaction(some) for some in recorded]) / len(recorded)
    before, counted = _rows_read(), 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    worked = 0

    def work() -> None:
        nonlocal worked
        worked = run_until_idle(now)

    with connection.execute_wrapper(count):
        spent = seconds(work)
    after = _rows_read()
    rows = None if before is None or after is None else (after - before) / worked
    return spent / worked * 1e3, bare * 1e3, counted / worked, rows, worked


def _recorded(now: datetime) -> list[list[tuple[str, Any]]]:
    """The statements that the worker runs for the first ones, each apart; nothing stays done."""
    several: list[list[tuple[str, Any]]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            several[-1].append((sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic():
        keys = queries.with_something_to_do(now, BARE)
        for key in keys:
            several.append([])
            with connection.execute_wrapper(note):
                promises.act(key, at=now)
        transaction.set_rollback(True)
    return several


def _rows_read() -> int | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT 1")
        cursor.execute(
            "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
            " FROM pg_stat_user_tables"
        )
        return int(cursor.fetchone()[0])
