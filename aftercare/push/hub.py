"""One reader for all open pages of a process: it looks for news, and shares them out."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from aftercare.push.reading import News

LOOKS_EVERY = 0.1  # seconds; the sight of one number in one row
log = structlog.get_logger(__name__)


class Follower:
    """One open page. News that come while it is slow fall together: it will look at the whole
    anyway, so the last place is all it needs to know."""

    def __init__(self, followed: frozenset[str], since: int) -> None:
        self.followed = followed
        self.since = since
        self._told: dict[str, int] = {}
        self._waiting = asyncio.Event()

    def tell(self, about: str, sequence: int) -> None:
        """Something happened to what this page follows."""
        self._told[about] = sequence
        self._waiting.set()

    async def news(self, within: float) -> dict[str, int]:
        """What has happened since the last call: references and their last places; waits for it,
        and returns nothing when so many seconds brought nothing."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._waiting.wait(), within)
        self._waiting.clear()
        told, self._told = self._told, {}
        return told


class Hub:
    """Shares out news by what they are about.

    length, after: see `reading`; both are called in a thread of their own.
    """

    def __init__(
        self,
        length: Callable[[], Awaitable[int]],
        after: Callable[[int], Awaitable[list[News]]],
        *,
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        self._length, self._after, self._looks_every = length, after, looks_every
        self._followers: dict[str, set[Follower]] = defaultdict(set)
        self._open = 0
        self._place: int | None = None
        self._ready = asyncio.Lock()

    @property
    def open(self) -> int:
        """How many pages are listening."""
        return self._open

    @asynccontextmanager
    async def following(self, followed: frozenset[str]) -> AsyncIterator[Follower]:
        """Listen for as long as the context lasts; `since` is the place from which on it hears."""
        async with self._ready:
            if self._place is None:
                self._place = await self._length()
        follower = Follower(followed, self._place)
        for one in followed:
            self._followers[one].add(follower)
        self._open += 1
        try:
            yield follower
        finally:
            self._open -= 1
            for one in followed:
                self._followers[one].discard(follower)
                if not self._followers[one]:
                    del self._followers[one]

    async def run(self) -> None:
        """Look for news for ever; with nobody listening it does not look."""
        while True:
            if self._open:
                try:
                    await self._look()
                except Exception as error:  # noqa: BLE001  # a database that is away comes back
                    log.warning("news_unavailable", reason=str(error))
                    await asyncio.sleep(1)
            elif self._place is not None:
                async with self._ready:
                    if not self._open:
                        self._place = None
            await asyncio.sleep(self._looks_every)

    async def _look(self) -> None:
        if self._place is None or await self._length() <= self._place:
            return
        for one in await self._after(self._place):
            for about in one.about:
                for follower in self._followers.get(about, ()):
                    follower.tell(about, one.sequence)
            self._place = one.sequence


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[None]:
    """The hub at work while the server runs."""
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
