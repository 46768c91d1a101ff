"""Real processes beside the test: they are started, spoken to by lines, and killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

SECONDS = 120
SET_UP = "import sys, django\ndjango.setup()\n"


class Process:
    """A Python process with the project and the database of this test."""

    def __init__(self, script: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SET_UP + script, *arguments],
            env={**os.environ, "AFTERCARE_DATABASE_URL": database_url(), "AFTERCARE_LOG": "text"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self, expected: str) -> None:
        """Wait for a line."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{expected}\n"

    def tell(self, line: str = "go") -> None:
        """Write a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """`kill -9`: it gets no chance to tidy up."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)

    def ends(self) -> str:
        """Wait for its end, which must be a good one; what it said meanwhile."""
        output, _errors = self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == 0, output
        return output

    def close(self) -> None:
        """End it if it still runs, and close its pipes."""
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


@contextmanager
def started(script: str, *arguments: str, count: int = 1) -> Iterator[list[Process]]:
    """So many processes of a script, none of which outlives the test."""
    processes = [Process(script, *arguments) for _ in range(count)]
    try:
        yield processes
    finally:
        for process in processes:
            process.close()


def run(script: str, *arguments: str) -> str:
    """Run one process to its good end; what it said."""
    with started(script, *arguments) as [process]:
        return process.ends()


def database_url() -> str:
    """The address of the database of this test, as the settings read it."""
    current = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{current['NAME']}"
    host = quote(str(current["HOST"]), safe="")
    secret = f":{quote(current['PASSWORD'], safe='')}" if current["PASSWORD"] else ""
    return f"postgres://{current['USER']}{secret}@{host}:{current['PORT']}/{current['NAME']}"
