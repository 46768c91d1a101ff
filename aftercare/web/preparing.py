"""Bringing an installation up to this version: its tables, and in production its static files."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from aftercare.kit import search
from aftercare.web import finding, health

LOCK = 0x41465443  # any number, the same for all; names the advisory lock


def migrate() -> list[str]:
    """Apply what is missing, one process at a time; returns the names of what was applied.

    A search index of an older version is made anew; a minute for each hundred thousand entries.
    """
    with _one_at_a_time():
        missing = health.waiting_migrations()
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
        if not search.is_current():
            finding.rebuild()
        return missing


def gather_static_files() -> bool:
    """Copy them under names that change with the content; False when that is done already."""
    if not settings.STATIC_ROOT:
        return False
    stamp = Path(settings.STATIC_ROOT) / "gathered"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            changed = storage.get_modified_time(path).timestamp()
            digest.update(f"{path} {storage.size(path)} {changed}\n".encode())
    return digest.hexdigest()


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
