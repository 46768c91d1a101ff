"""The machine itself: what one core and the disk can do, to compare other figures with."""

import hashlib
import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterator

from django.db import connection
from measuring import Figure, Scale, seconds

DATABASE = True


def figures(scale: Scale) -> Iterator[Figure]:
    """Single-core arithmetic, durable writes of the disk, and of the database on it."""
    rounds = 20_000 if scale.quick else 200_000
    openings = list(range(0, 100_000, 7))
    spent = seconds(lambda: [bisect_right(openings, place) for place in range(rounds)])
    yield Figure("bisect in a list", spent / rounds * 1e9, "ns")
    block = b"x" * 1024
    spent = seconds(lambda: [hashlib.sha256(block).digest() for _ in range(rounds)])
    yield Figure("SHA-256 of 1 kB", spent / rounds * 1e6, "µs")
    disk = _durable_writes(50 if scale.quick else 300)
    yield Figure("write and fdatasync", disk, "/s")
    yield Figure("commit of one row", _commits(50 if scale.quick else 300), "/s", floor=disk)


def _durable_writes(count: int) -> float:
    with tempfile.NamedTemporaryFile(dir=".") as file:

        def write() -> None:
            for _ in range(count):
                file.write(b"x" * 4096)
                file.flush()
                os.fdatasync(file.fileno())

        return count / seconds(write)


def _commits(count: int) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_commit (number integer)")

        def commit() -> None:
            for number in range(count):
                cursor.execute("INSERT INTO bench_commit VALUES (%s)", [number])

        rate = count / seconds(commit)
        cursor.execute("DROP TABLE bench_commit")
        return rate
