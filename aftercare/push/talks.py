"""One reader for all open conversations of a process: what is said, and how they stand.

It asks how the conversations that somebody follows stand, ten times a second, and reads the
messages of those in which something was said: two statements, however many listen. It compares
numbers and not moments, so nothing depends on the order in which others commit.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog

LOOKS_EVERY = 0.1  # seconds
MOST_HELD = 200  # messages for a slow page; it reads the others itself
log = structlog.get_logger(__name__)
Told = Mapping[str, Any]  # as `chat.telling` makes them


class Listener:
    """One open page: the conversation whose messages it hears, and others of which it only hears
    how they stand."""

    def __init__(self, main: int, beside: frozenset[int]) -> None:
        self.main, self.followed = main, beside | {main}
        self._stands: dict[int, Told] = {}
        self._said: list[Told] = []
        self._waiting = asyncio.Event()

    def tell(self, stand: Told, said: list[Told]) -> None:
        """How a conversation stands now, and what was said in it."""
        key = stand["consultation"]
        self._stands[key] = stand
        if key == self.main and len(self._said) + len(said) <= MOST_HELD:
            self._said += said
        self._waiting.set()

    async def news(self, within: float) -> tuple[list[Told], list[Told]]:
        """What was said and how things stand since the last call; waits for it so many seconds."""
        try:
            await asyncio.wait_for(self._waiting.wait(), within)
        except TimeoutError:
            return [], []
        self._waiting.clear()
        said, self._said = self._said, []
        stands, self._stands = self._stands, {}
        return said, list(stands.values())


class Talks:
    """Shares out what is said.

    stands: how conversations stand, by their keys. said: what was said in some of them after a
    number, by their keys. Both ask the database.
    """

    def __init__(
        self,
        stands: Callable[[list[int]], Awaitable[list[Told]]],
        said: Callable[[dict[int, int]], Awaitable[dict[int, list[Told]]]],
        *,
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        self._ask_stands, self._ask_said, self._looks_every = stands, said, looks_every
        self._listeners: dict[int, set[Listener]] = defaultdict(set)
        self._known: dict[int, Told] = {}

    @property
    def followed(self) -> int:
        """How many conversations somebody follows."""
        return len(self._listeners)

    @asynccontextmanager
    async def following(self, main: int, beside: frozenset[int]) -> AsyncIterator[Listener]:
        """Listen for as long as the context lasts. How the conversations stand is told soon."""
        listener = Listener(main, beside)
        for key in listener.followed:
            self._listeners[key].add(listener)
            self._known.pop(key, None)  # told to all anew, and so to this one
        try:
            yield listener
        finally:
            for key in listener.followed:
                self._listeners[key].discard(listener)
                if not self._listeners[key]:
                    del self._listeners[key]
                    self._known.pop(key, None)

    async def run(self) -> None:
        """Look for ever; with nobody listening it does not look."""
        while True:
            if self._listeners:
                try:
                    await self._look()
                except Exception as error:  # noqa: BLE001  # a database that is away comes back
                    log.warning("talks_unavailable", reason=str(error))
                    await asyncio.sleep(1)
            await asyncio.sleep(self._looks_every)

    async def _look(self) -> None:
        stands = await self._ask_stands(list(self._listeners))
        changed = [one for one in stands if self._known.get(one["consultation"]) != one]
        after = {
            one["consultation"]: known["last"]
            for one in changed
            if (known := self._known.get(one["consultation"])) and known["last"] < one["last"]
        }
        said = await self._ask_said(after) if after else {}
        for one in changed:
            key = one["consultation"]
            if key not in self._listeners:
                continue  # the last of them went while we asked
            self._known[key] = one
            for listener in self._listeners[key]:
                listener.tell(one, said.get(key, []))
