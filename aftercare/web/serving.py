"""The web server and the workers as children of one parent (`docs/decisions/0003-server.md`).

The parent holds no database connection and answers no request: it starts the children, starts
again what ends by itself (1, 2, 4 … 30 seconds later), and on Ctrl-C or TERM ends them all.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from aftercare.web import environment as env

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # a child that lived this long starts again at once
PATIENCE = 8.0  # seconds from TERM to KILL
TICK = 0.2
NEWS_AT_MOST = 4_096  # open pages that one stream serves


@dataclass
class Child:
    """A process that is to run for as long as the parent does."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  # our own command lines
            self.command, start_new_session=True, stdin=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # the parent has one thread by then
        )  # fmt: skip

    def look(self, now: float) -> None:
        """Start again what has ended, after a pause that doubles while it keeps failing."""
        if self.process is None:
            if now >= self.again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        _signal_group(self.process, signal.SIGKILL)  # what it left behind
        steady = now - self.started >= STEADY_AFTER
        self.pause = 0.5 if steady else min(LONGEST_PAUSE, max(1.0, self.pause * 2))
        log.error("child_ended", child=self.name, code=code, starts_again_in=self.pause)
        self.process, self.again_at = None, now + self.pause

    def ask_to_end(self) -> None:
        """TERM to the child alone: what it started ends in its own order, without false alarms."""
        if self.process is not None and self.runs:
            self.process.terminate()

    def kill(self) -> None:
        """KILL to the child and to all that it started."""
        if self.process is not None:
            _signal_group(self.process, signal.SIGKILL)
            self.process.wait()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


def children(host: str, port: int, *, sqlite: bool) -> list[Child]:
    """One web server (with its own processes), the stream of news, and the workers asked for.

    SQLite has one writer at a time, hence one web process: more would only wait for each other.
    """
    python = [sys.executable, "-m"]
    processes = 1 if sqlite else env.number("AFTERCARE_WEB_WORKERS")
    size = [str(processes), str(env.number("AFTERCARE_WEB_THREADS"))]
    pages = Child("web", [*python, "aftercare.web.serving", "pages", host, str(port), *size])
    listens, door = env.push_listen()
    stream = Child("push", [*python, "aftercare.web.serving", "news", listens, str(door)])
    workers = [
        Child(f"worker-{number}", [*python, "aftercare.web.commands", "worker"])
        for number in range(1, env.number("AFTERCARE_WORKERS") + 1)
    ]
    return [pages, stream, *workers]


def supervise(family: list[Child], *, when_ready: Callable[[], None], address: str) -> None:
    """Run the children until Ctrl-C or TERM; `when_ready` is called once, when pages answer."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stop.set())
    told = False
    try:
        while not stop.is_set():
            now = time.monotonic()
            for child in family:
                child.look(now)
            if not told and _answers(address):
                told = True
                when_ready()
            stop.wait(TICK)
    finally:
        end(family)


def end(family: list[Child]) -> None:
    """TERM to all, and KILL to those that have not gone in time; returns when all are gone."""
    for child in family:
        child.ask_to_end()
    limit = time.monotonic() + PATIENCE
    while any(child.runs for child in family) and time.monotonic() < limit:
        time.sleep(0.05)
    for child in family:
        child.kill()


def port_is_free(host: str, port: int) -> bool:
    """Whether something could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def reachable_address(host: str, port: int) -> str:
    """The address to open on this machine, also when every interface is listened on."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve_pages(host: str, port: int, processes: int, threads: int) -> None:
    """The web server itself, in its own process: granian, WSGI."""
    _serve("wsgi", host, port, workers=processes, blocking_threads=threads)


def serve_news(host: str, port: int) -> None:
    """The stream of news, in its own process: granian, ASGI, one event loop for all open pages."""
    _serve("asgi", host, port, backpressure=NEWS_AT_MOST)


def _serve(interface: str, host: str, port: int, **size: Any) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from aftercare.web import logging as logs

    Granian(
        f"aftercare.web.{interface}:application",
        address=host,
        port=port,
        interface=Interfaces(interface),
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_dictconfig=logs.configuration(env.text("AFTERCARE_LOG")),
        websockets=False,
        working_dir=Path(env.ROOT),
        **size,
    ).serve()


def _answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=1) as answer:  # noqa: S310
        return bool(answer.status == 200)
    return False


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _end_with_parent() -> None:
    """Should the parent be killed outright, Linux ends the child."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


if __name__ == "__main__":
    what, name, *numbers = sys.argv[1:]
    if what == "news":
        serve_news(name, int(numbers[0]))
    else:
        serve_pages(name, *map(int, numbers))
