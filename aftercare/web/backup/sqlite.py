"""SQLite: a copy by its online backup, while others read and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

STAGED = "staged"


def snapshot(target: Path) -> None:
    """Copy the database as it is at one moment into a new file."""
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """A database file under an alias of its own; afterwards it is one file again."""
    default = connections.settings[DEFAULT_DB_ALIAS]
    blank = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {}}
    connections.settings[STAGED] = {**default, "HOST": "", "USER": "", "PASSWORD": "", **blank}
    try:
        yield STAGED
        with connections[STAGED].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        connections[STAGED].close()
        del connections[STAGED]
        del connections.settings[STAGED]


def is_sound(using: str) -> bool:
    """Whether SQLite itself finds no fault with the file."""
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        return bool(cursor.fetchone()[0] == "ok")


def bring_up_to_date(using: str) -> None:
    """Apply the migrations that are newer than the backup."""
    call_command("migrate", database=using, interactive=False, verbosity=0)
