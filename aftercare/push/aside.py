"""Asking the database beside the event loop, and what all streams have in common."""

import random
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")
CHECKED_EVERY = 20.0  # seconds, at most, between looks whether a stream may still be heard
COMES_BACK_AFTER = 2_000  # milliseconds until a browser tries again
# Threads that ask the database; each keeps a connection. News have one of their own, so that they
# do not wait behind five hundred pages that come back at once.
THREADS = CapacityLimiter(2)
NEWS = CapacityLimiter(1)


async def aside(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Ask the database in a thread beside the event loop, on a connection that is still good."""
    return await _asked(partial(work, *given, **named), THREADS)


async def news(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """As `aside`, for what every open page waits for."""
    return await _asked(partial(work, *given, **named), NEWS)


async def _asked(work: Callable[[], T], limiter: CapacityLimiter) -> T:
    def run() -> T:
        close_old_connections()
        return work()

    return await to_thread.run_sync(run, limiter=limiter)


def next_check(now: float) -> float:
    """When a stream is looked at again; not all at the same moment, though all came at once."""
    return now + CHECKED_EVERY * (0.5 + random.random() / 2)  # noqa: S311  # no secret
