"""Whether a server or worker is running on this data directory: a lock on a file.

The lock ends with the process that holds it, however that process ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal


@contextmanager
def shared() -> Iterator[None]:
    """Held by servers and workers, many at once; refused during a restore."""
    with _lock(fcntl.LOCK_SH, _("A restore is going on; start again when it has ended.")):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Held by a restore; refused while a server or worker runs."""
    with _lock(fcntl.LOCK_EX, _("Aftercare is running; stop the server and the workers first.")):
        yield


@contextmanager
def _lock(kind: int, refusal: str) -> Iterator[None]:
    path = Path(settings.DATA) / "running.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(refusal, code="running") from None
        yield
