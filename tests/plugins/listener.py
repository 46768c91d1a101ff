"""A real HTTP server on loopback that notes what it is sent, started by the test."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

Told = tuple[dict[str, str], bytes]


class Listener:
    """An HTTP server that notes what it is told and answers as it is bidden."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        receiver = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hooks?from=aftercare"

    @property
    def bodies(self) -> list[Any]:
        """What it was sent, as JSON."""
        return [json.loads(body) for _headers, body in self.told]

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.told]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()
