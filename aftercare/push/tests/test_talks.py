"""Who listens to a conversation hears every message once and in order, however it comes about."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aftercare.push.talking import _in_order
from aftercare.push.talks import Listener, Talks, Told


class Talking:
    """Conversations that go on; `away` is how often they cannot be read before they can again."""

    def __init__(self) -> None:
        self.said: dict[int, list[int]] = {}
        self.typing = False
        self.away = 0
        self.looks = 0

    def says(self, key: int) -> None:
        self.said.setdefault(key, []).append(len(self.said.get(key, [])) + 1)

    async def stands(self, keys: list[int]) -> list[Told]:
        self.looks += 1
        if self.away:
            self.away -= 1
            raise ConnectionError("the database is away")
        return [
            {"consultation": key, "last": len(self.said.get(key, [])), "typing": self.typing}
            for key in keys
        ]

    async def after(self, wanted: dict[int, int]) -> dict[int, list[Told]]:
        return {
            key: [{"number": one} for one in self.said[key] if one > number]
            for key, number in wanted.items()
        }


def play(scene: Callable[[Talks, Talking], Awaitable[None]]) -> None:
    async def whole() -> None:
        talking = Talking()
        talks = Talks(talking.stands, talking.after, looks_every=0.005)
        task = asyncio.create_task(talks.run())
        try:
            await asyncio.wait_for(scene(talks, talking), 10)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(whole())).result()


async def heard(listener: Listener, until: Callable[[dict[str, Any]], bool]) -> list[int]:
    """The numbers heard until a stand of the main conversation fits."""
    numbers: list[int] = []
    while True:
        said, stands = await listener.news(5)
        numbers += [one["number"] for one in said]
        if any(one["consultation"] == listener.main and until(dict(one)) for one in stands):
            return numbers


def test_each_message_is_heard_once_by_both_sides_and_by_nobody_else() -> None:
    async def scene(talks: Talks, talking: Talking) -> None:
        nobody: frozenset[int] = frozenset()
        async with (
            talks.following(7, nobody) as one, talks.following(7, nobody) as two,
            talks.following(8, nobody) as other,
        ):  # fmt: skip
            for listener in (one, two, other):
                await heard(listener, lambda stand: stand["last"] == 0)
            for _each in range(3):
                talking.says(7)
            assert await heard(one, lambda stand: stand["last"] == 3) == [1, 2, 3]
            assert await heard(two, lambda stand: stand["last"] == 3) == [1, 2, 3]
            assert await other.news(0.05) == ([], [])

    play(scene)


def test_of_those_beside_it_is_only_told_how_they_stand() -> None:
    async def scene(talks: Talks, talking: Talking) -> None:
        async with talks.following(7, frozenset({8})) as one:
            await heard(one, lambda stand: stand["last"] == 0)
            talking.says(8)
            said, stands = await one.news(5)
            while not any(stand["last"] for stand in stands):
                said, stands = await one.news(5)
            assert (said, [stand["consultation"] for stand in stands]) == ([], [8])

    play(scene)


def test_typing_is_told_when_it_begins_and_when_it_ends() -> None:
    async def scene(talks: Talks, talking: Talking) -> None:
        async with talks.following(7, frozenset()) as one:
            await heard(one, lambda stand: not stand["typing"])
            talking.typing = True
            await heard(one, lambda stand: stand["typing"])
            talking.typing = False
            await heard(one, lambda stand: not stand["typing"])

    play(scene)


def test_a_database_that_was_away_loses_nothing_and_nobody_listening_nobody_looks() -> None:
    async def scene(talks: Talks, talking: Talking) -> None:
        async with talks.following(7, frozenset()) as one:
            await heard(one, lambda stand: stand["last"] == 0)
            talking.away = 1
            talking.says(7)
            assert await heard(one, lambda stand: stand["last"] == 1) == [1]
        await asyncio.sleep(0.02)
        looks = talking.looks
        await asyncio.sleep(0.05)
        assert (talks.followed, talking.looks) == (0, looks)

    play(scene)


def test_what_was_heard_before_is_not_told_again() -> None:
    async def scene() -> None:
        listener = Listener(7, frozenset())
        stand = {"consultation": 7, "last": 4}
        said: list[Any] = [{"number": 3}, {"number": 4}]
        assert await _in_order(listener, said, [stand], 2) == said
        assert await _in_order(listener, said, [stand], 3) == said[1:]
        assert await _in_order(listener, said, [stand], 4) == []

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(scene())).result()
