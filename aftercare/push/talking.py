"""The stream of a conversation, `/push/talk?consultation=7&since=3`:

    id: 4
    event: message
    data: {"number": 4, "side": "agent", "text": "…"}

    event: standing
    data: {"consultation": 7, "revision": 2, "last": 4, "saw": {…}, "typing": {…}}

`id` is the number of the message, which counts without a gap, so a browser that comes back goes on
behind the last one it heard. `beside` names other conversations of which only the standing is told.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from aftercare.chat import queries, telling
from aftercare.chat.models import Consultation
from aftercare.kit import references
from aftercare.push import listening
from aftercare.push.aside import CHECKED_EVERY, COMES_BACK_AFTER, aside, news, next_check
from aftercare.push.talks import Listener, Talks, Told

MOST_BESIDE = 20
CHUNK = 200  # conversations asked about in one statement


def _stands(keys: list[int]) -> list[Told]:
    now = timezone.now()
    return [telling.standing(one, now) for one in queries.stands_of(keys)]


def _said(after: dict[int, int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    keys = list(after)
    for start in range(0, len(keys), CHUNK):
        wanted = {key: after[key] for key in keys[start : start + CHUNK]}
        for remark in queries.said_since(wanted):
            found.setdefault(remark.consultation_id, []).append(telling.told(remark))
    return found


def _missed(consultation: int, after: int) -> list[Told]:
    one = Consultation(pk=consultation)
    return [telling.told(remark) for remark in queries.remarks_of(one, after=after)]


async def _ask_stands(keys: list[int]) -> list[Told]:
    return await news(_stands, keys)


async def _ask_said(after: dict[int, int]) -> dict[int, list[Told]]:
    return await news(_said, after)


TALKS = Talks(_ask_stands, _ask_said)


async def talk(request: Request) -> Response:
    """The stream of one conversation; 404 for what its visitor may not hear."""
    asked = request.query_params
    main = references.number(asked.get("consultation", ""))
    since = references.number(request.headers.get("last-event-id") or asked.get("since", "0"))
    beside = [references.number(one) for one in asked.getlist("beside")]
    if main is None or since is None or None in beside or len(beside) > MOST_BESIDE:
        return PlainTextResponse("consultation=7&since=3", status_code=400)
    followed = frozenset(one for one in beside if one is not None)
    session = request.cookies.get(settings.SESSION_COOKIE_NAME, "")
    try:
        await aside(listening.check_talk, session, main, followed)
    except listening.NotHeard:
        return PlainTextResponse("", status_code=404)
    return EventSourceResponse(
        _stream(session, main, followed, since), ping=15, headers={"X-Accel-Buffering": "no"}
    )


async def _stream(
    session: str, main: int, beside: frozenset[int], since: int
) -> AsyncIterator[ServerSentEvent]:
    clock = asyncio.get_running_loop().time
    async with TALKS.following(main, beside) as listener:
        yield ServerSentEvent(comment="listening", retry=COMES_BACK_AFTER)
        check_at, heard = next_check(clock()), since
        while True:
            said, stands = await listener.news(CHECKED_EVERY)
            if clock() >= check_at:
                try:
                    await aside(listening.check_talk, session, main, beside)
                except listening.NotHeard:
                    return
                check_at = next_check(clock())
            for one in await _in_order(listener, said, stands, heard):
                heard = one["number"]
                yield ServerSentEvent(_json(one), event="message", id=str(heard))
            for one in stands:
                yield ServerSentEvent(_json(one), event="standing")


async def _in_order(
    listener: Listener, said: list[Told], stands: list[Told], heard: int
) -> list[Told]:
    """What comes after the last message heard, without a gap: as it was told, or read anew."""
    fresh = [one for one in said if one["number"] > heard]
    last = max((one["last"] for one in stands if one["consultation"] == listener.main), default=0)
    expected = list(range(heard + 1, last + 1))
    if [one["number"] for one in fresh] == expected:
        return fresh
    return await aside(_missed, listener.main, heard) if last > heard else []


def _json(content: Any) -> str:
    return orjson.dumps(content).decode()
