"""`aftercare serve`, really started: one parent, its children, and what happens when one ends."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from aftercare.kit.tests.ports import free_port
from aftercare.web.tests.conftest import Installation, Make

PATIENCE = 60.0  # machines that test are busy
SAFE = {
    "AFTERCARE_MODE": "production",
    "AFTERCARE_SECRET_KEY": "a-long-key-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "AFTERCARE_HOSTS": "service.example.com",
}


@contextmanager
def serving(installation: Installation, *words: str) -> Iterator[tuple[Any, str, str]]:
    """A server that answers: its process, its address, and what it printed."""
    port = free_port()
    process = installation.start("serve", "--port", str(port), *words)
    assert process.stdout is not None
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if line.startswith("Stop with"):
                break
        else:
            pytest.fail(f"did not start:\n{printed}")
        yield process, f"http://127.0.0.1:{port}", printed
    finally:
        process.kill()
        process.communicate()


def until(found: Callable[[], Any]) -> Any:
    """What is looked for, as soon as it is there."""
    limit = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.1)
    return result


def get(address: str) -> Any:
    """The JSON at an address; None while nothing answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def processes(installation: Installation, command: str = "") -> set[int]:
    """The processes that live on an installation's data directory."""
    mark = f"AFTERCARE_DATA={installation.data}\0".encode()
    found = set()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (place / "cmdline").read_bytes()
            if command.encode() in words and mark in (place / "environ").read_bytes():
                found.add(int(place.name))
    return found


def test_one_command_starts_everything_and_a_second_start_keeps_the_data(bare: Make) -> None:
    here = bare()
    with serving(here, "--demo") as (process, address, printed):
        assert f"Aftercare is running: {address}\n" in printed
        assert "  agent        demo   " in printed
        alive = until(lambda: _alive(get(f"{address}/readyz")))
        assert {**alive, "worker": alive["worker"]["state"]} == {
            "ready": True,
            "database": "reachable",
            "migrations": "applied",
            "worker": "alive",
        }
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert processes(here) == set()
        assert "error" not in process.stdout.read()  # an orderly end raises no alarm
    here.execute("UPDATE people_person SET name = 'kept' WHERE username = 'agent'")
    with serving(here, "--demo") as (process, _address, printed):
        assert "  agent        demo   kept" in printed
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert here.execute("SELECT name FROM people_person WHERE username = 'agent'") == [("kept",)]


def _alive(report: Any) -> Any:
    return report if report and report["worker"]["state"] == "alive" else None


def test_what_ends_by_itself_is_started_again(filled: Make) -> None:
    here = filled()
    with serving(here) as (process, address, _printed):
        (worker,) = until(lambda: processes(here, "commands\0worker"))
        os.kill(worker, signal.SIGKILL)
        until(lambda: processes(here, "commands\0worker") - {worker})
        for pages in processes(here, "web.serving"):
            os.kill(pages, signal.SIGKILL)
        until(lambda: get(f"{address}/healthz") is None)
        assert until(lambda: get(f"{address}/healthz")) == {"alive": True}
        assert process.poll() is None


def test_a_killed_parent_leaves_nobody_behind(filled: Make) -> None:
    here = filled()
    with serving(here) as (process, _address, _printed):
        until(lambda: len(processes(here)) >= 4)
        process.kill()
        process.wait()
        until(lambda: processes(here) == set())


def test_a_taken_port_is_named_with_the_way_out(bare: Make) -> None:
    here = bare()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = here.run("serve", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Cannot listen on 127.0.0.1, port {port}: something else does already. "
        f"Choose another port: --port {port + 1}\n"
    )


def test_production_starts_with_safe_settings_and_serves_its_hosts_only(filled: Make) -> None:
    here = filled()
    here.more = SAFE
    with serving(here) as (_process, address, _printed):
        assert get(f"{address}/readyz")["ready"] is True  # asked by address, not by host name
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(f"{address}/sign-in", timeout=60)  # noqa: S310


@pytest.mark.parametrize("door", ["serve", "worker", "wsgi"])
def test_production_refuses_unsafe_settings_at_every_door(door: str, bare: Make) -> None:
    here = bare()
    here.more = {"AFTERCARE_MODE": "production", "AFTERCARE_DEBUG": "on"}
    command = here.command(door) if door != "wsgi" else [
        here.command()[0], "-c", "import aftercare.web.wsgi"
    ]  # fmt: skip
    refused = subprocess.run(
        command, env=here.environment, cwd="/", capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    for words in (
        "AFTERCARE_SECRET_KEY 还是试用密钥", "AFTERCARE_SECRET_KEY is the demo's key",
        "AFTERCARE_DEBUG 开着", "AFTERCARE_DEBUG is on",
        "没有设 AFTERCARE_HOSTS", "AFTERCARE_HOSTS is not set",
    ):  # fmt: skip
        assert words in refused.stderr


def test_the_demo_is_refused_in_production(filled: Make) -> None:
    here = filled()
    here.more = SAFE
    refused = here.run("demo", "load")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "The demo is not loaded in production. Start without --demo.\n"
