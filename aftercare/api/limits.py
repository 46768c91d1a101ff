"""How many requests a caller may send in a minute, over all processes.

A write for every request would double what the database commits. So a process reserves a share
of the minute in the table of `kit.limits` and gives it out from memory: the limit holds over all
processes and restarts, and costs one write in `SHARES`-th of the requests.
"""

import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.db import OperationalError

from aftercare.kit import limits

SHARES = 20
MINUTE = limits.Limit("api", SHARES, timedelta(minutes=1))
MOST = 10_000  # callers that are remembered at a time


@dataclass
class Share:
    """What is left of a reservation, and until when it is good."""

    left: int
    ends_at: datetime


_shares: dict[str, Share] = {}
_lock = Lock()


def spend(caller: str, per_minute: int, *, at: datetime) -> None:
    """Count one request; `limits.TooMany` when the minute of this caller is used up."""
    if _take(caller, at):
        return
    with suppress(OperationalError):  # a long import holds SQLite's only lock: reading goes on
        limits.spend(MINUTE, caller, at=at)
    with _lock:
        if len(_shares) >= MOST:
            _shares.clear()
        size = math.ceil(per_minute / SHARES)
        _shares[caller] = Share(size - 1, at + MINUTE.within)


def forget() -> None:
    """Give up what this process has reserved."""
    with _lock:
        _shares.clear()


def _take(caller: str, at: datetime) -> bool:
    with _lock:
        share = _shares.get(caller)
        if share is None or share.left == 0 or share.ends_at <= at:
            return False
        share.left -= 1
        return True
