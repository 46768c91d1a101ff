"""A sign of life of the worker: the age of one file in the data directory.

A file and not a row: beating must work, and must cost nothing, while the database is busy.
"""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def beat() -> None:
    """Called by the loop each time around."""
    path = _file()
    with suppress(OSError):  # a full disk must not end the worker
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def age() -> float | None:
    """Seconds since the last beat on this machine; None when no worker ever ran here."""
    try:
        return max(0.0, time.time() - _file().stat().st_mtime)
    except FileNotFoundError:
        return None


def _file() -> Path:
    return Path(settings.DATA) / "worker.beat"
