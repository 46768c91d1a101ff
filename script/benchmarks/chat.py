"""Five hundred open conversations on one process, beside the least such a stream could cost.

    script/bench chat

Both sides of 250 conversations listen to one stream server, and each client says something once a
minute through the API. A figure is the time from sending a remark to its arrival at the other side.
The floor is the same program listening and sending in the same run to a bare Starlette application
that keeps nothing and passes each remark on at once.
"""

import asyncio
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import orjson
from clients import server
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone
from measuring import Figure, Scale, percentile

from aftercare.api import actions as api
from aftercare.chat import actions as chat
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation, Person
from aftercare.web.demo.cast import make_cast

DATABASE = True
AGENTS = 10
PATIENCE = 60.0


@dataclass(frozen=True)
class Side:
    """One open page: where it listens and speaks, and as whom."""

    talk: int
    cookie: str
    token: str


@dataclass
class Heard:
    """When what arrived at the other side, by its key; and how often."""

    sent: dict[str, float] = field(default_factory=dict)
    spent: list[float] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)

    def arrived(self, key: str, at: float) -> None:
        """A message was heard by whoever did not say it."""
        self.times[key] = self.times.get(key, 0) + 1
        if key in self.sent:
            self.spent.append(at - self.sent[key])


def figures(scale: Scale) -> Iterator[Figure]:
    """How late the other side sees a message: the median and the slowest hundredth."""
    logging.disable(logging.WARNING)
    talks, seconds, rate = (25, 4.0, 8) if scale.quick else (250, 20.0, 8)
    pairs = _pairs(talks)
    pages, door, plain = (_free_port() for _each in range(3))
    connections.close_all()
    with ExitStack() as running:
        running.enter_context(server(pages, Path("pages.log"), AFTERCARE_WEB_WORKERS="1"))
        running.enter_context(_started("news", door))
        running.enter_context(_bare(plain))
        product = asyncio.run(_measure(pairs, pages, door, seconds, rate))
        floor = asyncio.run(_measure(pairs, plain, plain, seconds, rate))
    _check(product, talks)
    clients = f"{2 * talks} clients"
    for percent in (50, 99):
        value = percentile(product.spent, percent) * 1000
        yield Figure(
            f"a remark seen by the other side, {clients}, p{percent}", value, "ms",
            floor=percentile(floor.spent, percent) * 1000,
            aim="under 300 ms" if percent == 99 else "",
            kept=value < 300 if percent == 99 else None,
        )  # fmt: skip
    yield Figure("remarks", float(len(product.spent)), "")


def _check(product: Heard, talks: int) -> None:
    """Everything that was said was heard, once."""
    lost = set(product.sent) - set(product.times)
    twice = [key for key, times in product.times.items() if times > 1]
    if lost or twice or not talks:
        raise RuntimeError(f"{len(lost)} of {len(product.sent)} lost, {len(twice)} twice")


async def _measure(
    pairs: list[tuple[Side, Side]], pages: int, door: int, seconds: float, rate: int
) -> Heard:
    heard = Heard()
    listening = [asyncio.create_task(_listen(one, door, heard)) for pair in pairs for one in pair]
    await asyncio.sleep(2 + len(pairs) / 50)  # until all are let in
    for pair in pairs[:10]:
        await _say(pair[0], pages, Heard())  # a server that has just started is slow
    await asyncio.sleep(1)
    heard.spent.clear()
    heard.times.clear()
    speaking = []
    for number in range(int(seconds * rate)):
        one = pairs[number * 7 % len(pairs)][number % 2]
        speaking.append(asyncio.create_task(_say(one, pages, heard)))
        await asyncio.sleep(1 / rate)
    await asyncio.gather(*speaking)
    limit = time.monotonic() + PATIENCE  # a busy machine is late; what is late is not lost
    while set(heard.sent) - set(heard.times) and time.monotonic() < limit:
        await asyncio.sleep(0.5)
    await asyncio.sleep(1)  # for what might come twice
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return heard


async def _listen(one: Side, door: int, heard: Heard) -> None:
    """Listen as a browser does; what the own side said is no news."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door)
    path = f"/push/talk?consultation={one.talk}&since=1"
    writer.write(_request("GET", path, Cookie=f"{settings.SESSION_COOKIE_NAME}={one.cookie}"))
    try:
        status = await reader.readline()
        if b" 200 " not in status:
            raise RuntimeError(f"not let in: {status!r}")
        while line := await reader.readline():
            if line.startswith(b'data: {"number"'):
                _note(heard, orjson.loads(line[6:]), one)
    finally:
        writer.close()


def _note(heard: Heard, said: dict[str, str], one: Side) -> None:
    key = said["key"]
    if SPEAKS.get(key) is not one:
        heard.arrived(key, time.perf_counter())


SPEAKS: dict[str, Side] = {}


async def _say(one: Side, pages: int, heard: Heard) -> None:
    key = str(uuid.uuid4())
    SPEAKS[key] = one
    body = orjson.dumps({"key": key, "text": "请点“文件—导出”，然后选择 Excel。"})
    headers = {
        "Authorization": f"Bearer {one.token}", "Content-Type": "application/json",
        "Content-Length": str(len(body)), "Connection": "close",
    }  # fmt: skip
    path = f"/api/v1/consultations/{one.talk}/remarks"
    heard.sent[key] = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", pages)
    writer.write(_request("POST", path, **headers) + body)
    status = await reader.readline()
    writer.close()
    if f" {HTTPStatus.CREATED} ".encode() not in status:
        raise RuntimeError(status.decode())


def _request(method: str, path: str, **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _pairs(talks: int) -> list[tuple[Side, Side]]:
    """So many conversations that an agent has taken, with both sides' sessions and tokens."""
    at = timezone.now()
    cast = make_cast()
    customer = cast.organisations["customer"]
    agents = [_person("agent", number, cast["agent"].organisation) for number in range(AGENTS)]
    ours = {one: (_session(one), _token(one)) for one in agents}
    chat.come_on_duty(agents[0], at=at)
    pairs = []
    for number in range(talks):
        person = _person("customer", number, customer)
        agent = agents[number % AGENTS]
        question = chat.Question("如何导出报表？", person.name, customer=customer)
        talk = chat.ask(question, key=uuid.uuid4(), secret=secrets.token_hex(16), by=person, at=at)
        chat.take(talk, by=agent, at=at)
        pairs.append((
            Side(talk.pk, _session(person), _token(person)), Side(talk.pk, *ours[agent]),
        ))  # fmt: skip
    return pairs


def _person(role: str, number: int, house: Organisation) -> Person:
    return Person.objects.create(
        username=f"{role}-{number}", name=f"{role}-{number}", role=role, organisation=house
    )


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _token(person: Person) -> str:
    made = api.make_token(
        person, name="bench", scopes=["write:consultations"], by=SYSTEM, at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1), per_minute=100_000,
    )  # fmt: skip
    return made.secret


@contextmanager
def _started(what: str, port: int) -> Iterator[None]:
    """The stream server of the product."""
    command = [sys.executable, "-m", "aftercare.web.serving", what, "127.0.0.1", str(port)]
    with _running(command, port, Path(f"{what}.log")):
        yield


BARE = """
import asyncio, orjson
from collections import defaultdict
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from sse_starlette import EventSourceResponse, ServerSentEvent

pages = defaultdict(set)

async def listen(request):
    queue = asyncio.Queue()
    pages[request.query_params["consultation"]].add(queue)
    async def stream():
        while True:
            yield ServerSentEvent(await queue.get(), event="message")
    return EventSourceResponse(stream())

async def say(request):
    said = orjson.loads(await request.body())
    told = orjson.dumps({"number": 1, "key": said["key"], "text": said["text"]}).decode()
    for queue in pages[request.path_params["talk"]]:
        queue.put_nowait(told)
    return Response(status_code=201)

application = Starlette(routes=[
    Route("/push/talk", listen),
    Route("/api/v1/consultations/{talk}/remarks", say, methods=["POST"]),
])
"""


@contextmanager
def _bare(port: int) -> Iterator[None]:
    """The floor: one process that passes on at once and keeps nothing."""
    Path("bare_chat.py").write_text(BARE, encoding="utf-8")
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port),
               "--no-ws", "--working-dir", ".", "bare_chat:application"]  # fmt: skip
    with _running(command, port, Path("bare.log")):
        yield


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[None]:
    more = {"AFTERCARE_DATA": str(settings.DATA)}
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env={**os.environ, **more}, stdout=file, stderr=file,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(port, process, log)
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:  # of a machine that is busy nothing may be left
                os.killpg(process.pid, signal.SIGKILL)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"did not start:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
