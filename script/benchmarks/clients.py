"""Clients in processes of their own that do the same over and over for a while, all at once."""

import http.client
import multiprocessing
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.db import connections
from measuring import percentile

Work = Callable[[], object]
PATIENCE = 60.0  # seconds for a server to answer


@dataclass
class Spent:
    """What clients did: the seconds of each request, and of all rounds together."""

    each: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Requests in a second, of all clients together."""
        return len(self.each) / self.seconds

    def at(self, percent: float) -> float:
        """The milliseconds within which so many percent of the requests were answered."""
        return percentile(self.each, percent) * 1000


class Clients:
    """So many processes; each makes its kinds of work for itself after it has begun."""

    def __init__(self, makers: list[Mapping[str, Callable[[], Work]]]) -> None:
        connections.close_all()
        context = multiprocessing.get_context("fork")
        self.pipes: list[Any] = []
        self.processes: list[Any] = []
        for kinds in makers:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(kinds, theirs), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)

    def work(self, kind: str, seconds: float, spent: Spent) -> None:
        """Let all of them do one kind of work for a while; `EOFError` when one has failed."""
        begun = time.perf_counter()
        for pipe in self.pipes:
            pipe.send((kind, begun + seconds))
        for pipe in self.pipes:
            spent.each += pipe.recv()
        spent.seconds += time.perf_counter() - begun

    def end(self) -> None:
        """Let them go."""
        for pipe, process in zip(self.pipes, self.processes, strict=True):
            pipe.close()
            process.join(10)


def _serve(kinds: Mapping[str, Callable[[], Work]], pipe: Connection) -> None:
    made: dict[str, Work] = {}
    with suppress(EOFError):
        while True:
            kind, until = pipe.recv()
            work = made.get(kind) or made.setdefault(kind, kinds[kind]())
            pipe.send(_for_a_while(work, until))


def _for_a_while(work: Work, until: float) -> list[float]:
    each = []
    while (begun := time.perf_counter()) < until:
        work()
        each.append(time.perf_counter() - begun)
    return each


class Poster:
    """Posts one body over a connection that is kept, each time under a key of its own."""

    def __init__(self, port: int, path: str, body: bytes, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.path, self.body = path, body
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def __call__(self) -> None:
        headers = {**self.headers, "Idempotency-Key": secrets.token_hex(16)}
        self.connection.request("POST", self.path, self.body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != http.client.CREATED:
            raise RuntimeError(f"{answer.status}: {content[:500].decode(errors='replace')}")


@contextmanager
def server(port: int, log: Path, **more: str) -> Iterator[None]:
    """The web server of the product in production, as `aftercare serve` starts it."""
    from django.conf import settings

    from aftercare.web import serving

    environment = {
        **os.environ, "AFTERCARE_MODE": "production", "AFTERCARE_HOSTS": "127.0.0.1",
        "AFTERCARE_SECRET_KEY": secrets.token_urlsafe(64), "AFTERCARE_DATA": str(settings.DATA),
        **more,
    }  # fmt: skip
    os.environ.update(more)
    sqlite = not environment.get("AFTERCARE_DATABASE_URL")
    command = serving.children("127.0.0.1", port, sqlite=sqlite)[0].command
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env=environment, stderr=file, stdout=file, stdin=subprocess.DEVNULL,
            cwd=Path(sys.argv[0]).resolve().parents[2], start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError):
            asked.request("GET", "/readyz")
            if asked.getresponse().status == http.client.OK:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
