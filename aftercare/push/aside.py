"""Asking the database beside the event loop, and what all streams have in common."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")
CHECKED_EVERY = 20.0  # seconds between looks whether a stream may still be heard
COMES_BACK_AFTER = 2_000  # milliseconds until a browser tries again
THREADS = CapacityLimiter(2)  # that ask the database; each keeps a connection


async def aside(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Ask the database in a thread beside the event loop, on a connection that is still good."""

    def run() -> T:
        close_old_connections()
        return work(*given, **named)

    return await to_thread.run_sync(run, limiter=THREADS)
