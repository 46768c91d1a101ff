"""Bringing a database up to this version."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from aftercare.web import health

LOCK = 0x41465443  # any number, the same for all; names the advisory lock


def migrate() -> list[str]:
    """Apply what is missing, one process at a time; returns the names of what was applied."""
    with _one_at_a_time():
        missing = health.waiting_migrations()
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
        return missing


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On PostgreSQL several machines may start at once; SQLite locks by itself."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
