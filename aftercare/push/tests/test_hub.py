"""Who listens hears what happened to what they follow, once, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from aftercare.push.hub import Hub, running
from aftercare.push.reading import News


class Chain:
    """A history that grows; `away` is how often it cannot be read before it can again."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.away = 0
        self.looked = 0

    def happens(self, *about: str) -> int:
        self.news.append(News(len(self.news) + 1, about))
        return len(self.news)

    async def length(self) -> int:
        self.looked += 1
        if self.away:
            self.away -= 1
            raise ConnectionError("the database is away")
        return len(self.news)

    async def after(self, sequence: int) -> list[News]:
        return self.news[sequence : sequence + 2]  # little at once, so that it takes turns


def play(scene: Callable[[Hub, Chain], Awaitable[None]]) -> None:
    async def whole() -> None:
        chain = Chain()
        hub = Hub(chain.length, chain.after, looks_every=0.005)
        async with running(hub):
            await asyncio.wait_for(scene(hub, chain), 10)

    with ThreadPoolExecutor(1) as thread:  # whatever loop another test has left in this one
        thread.submit(lambda: asyncio.run(whole())).result()


def test_each_hears_its_own_and_what_happened_before_is_not_repeated() -> None:
    async def scene(hub: Hub, chain: Chain) -> None:
        chain.happens("case/1")
        mine, others = frozenset({"case/1", "person/4"}), frozenset({"case/2"})
        async with hub.following(mine) as one, hub.following(others) as other:
            assert (one.since, other.since) == (1, 1)
            for about in ("case/2", "case/3", "case/2"):
                chain.happens(about, "agreement/9")
            last = chain.happens("case/1", "person/4")
            assert await one.news(5) == {"case/1": last, "person/4": last}
            assert await other.news(5) == {"case/2": 4}

    play(scene)


def test_news_of_a_slow_listener_fall_together_and_none_is_lost() -> None:
    async def scene(hub: Hub, chain: Chain) -> None:
        async with hub.following(frozenset({"case/1"})) as slow:
            for _each in range(100):
                last = chain.happens("case/1")
            while chain.looked < 60:
                await asyncio.sleep(0.005)
            assert await slow.news(5) == {"case/1": last}
            assert await slow.news(0.05) == {}

    play(scene)


def test_nobody_listening_nobody_looks() -> None:
    async def scene(hub: Hub, chain: Chain) -> None:
        async with hub.following(frozenset({"case/1"})):
            assert hub.open == 1
        await asyncio.sleep(0.05)
        looked = chain.looked
        chain.happens("case/1")
        await asyncio.sleep(0.05)
        assert (hub.open, chain.looked) == (0, looked)
        async with hub.following(frozenset({"case/1"})) as again:
            assert again.since == 1

    play(scene)


def test_a_database_that_was_away_is_read_from_where_it_stopped() -> None:
    async def scene(hub: Hub, chain: Chain) -> None:
        async with hub.following(frozenset({"case/1"})) as one:
            chain.away = 1
            last = chain.happens("case/1")
            assert await one.news(5) == {"case/1": last}

    play(scene)
