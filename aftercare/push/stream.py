"""The server: one address, `/push?about=case/12&since=981`, answered with a stream of events.

    id: 982
    event: happened
    data: case/12

`id` is the place in the chain, so a browser that comes back asks for what it missed. `anew` tells a
page that it has missed too much and should be shown anew. Nothing else is said: the page asks for
what it shows through its ordinary address, with its ordinary checks.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from django.conf import settings
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from aftercare.kit import events, references
from aftercare.push import listening, reading
from aftercare.push.aside import CHECKED_EVERY, COMES_BACK_AFTER, aside, news, next_check
from aftercare.push.hub import Follower, Hub, running
from aftercare.push.talking import TALKS, talk


async def _length() -> int:
    return await news(events.length)


async def _after(sequence: int) -> list[reading.News]:
    return await news(reading.after, sequence)


HUB = Hub(_length, _after)


async def push(request: Request) -> Response:
    """The stream of one page; 404 for what its visitor may not hear about."""
    followed = frozenset(request.query_params.getlist("about"))
    since = request.headers.get("last-event-id") or request.query_params.get("since", "")
    session = request.cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not 1 <= len(followed) <= listening.MOST_FOLLOWED or not _is_place(since):
        return PlainTextResponse("about=case/12&since=981", status_code=400)
    try:
        await aside(listening.check, session, followed)
    except listening.NotHeard:
        return PlainTextResponse("", status_code=404)
    return EventSourceResponse(
        _stream(session, followed, int(since or 0)), ping=15, headers={"X-Accel-Buffering": "no"}
    )


def _is_place(since: str) -> bool:
    return since == "" or references.number(since) is not None


async def _stream(
    session: str, followed: frozenset[str], since: int
) -> AsyncIterator[ServerSentEvent]:
    async with HUB.following(followed) as follower:
        yield await _first(follower, since)
        clock = asyncio.get_running_loop().time
        check_at = next_check(clock())
        while True:
            told = await follower.news(CHECKED_EVERY)
            if clock() >= check_at:
                try:
                    await aside(listening.check, session, followed)
                except listening.NotHeard:
                    return
                check_at = next_check(clock())
            for about, place in sorted(told.items(), key=lambda one: one[1]):
                yield ServerSentEvent(about, event="happened", id=str(place))


async def _first(follower: Follower, since: int) -> ServerSentEvent:
    """Where the stream begins, and whether the page has missed something since it was made."""
    place = str(follower.since)
    if since in (0, follower.since):
        return ServerSentEvent("", event="listening", id=place, retry=COMES_BACK_AFTER)
    try:
        missed = await aside(reading.missed, follower.followed, since, follower.since)
    except reading.TooFarBack:
        missed = follower.since
    kind = "listening" if missed is None else "anew"
    return ServerSentEvent("", event=kind, id=place, retry=COMES_BACK_AFTER)


@asynccontextmanager
async def _at_work(_server: Starlette) -> AsyncIterator[None]:
    async with running(HUB):
        task = asyncio.create_task(TALKS.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


server = Starlette(
    routes=[Route("/push", push), Route("/push/talk", talk)],
    lifespan=_at_work,
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=settings.PAGE_ORIGINS,
            allow_credentials=True,
            allow_methods=["GET"],
        )
    ],
)
