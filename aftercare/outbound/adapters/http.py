"""Posting to an address that was looked up and judged already, and to no other."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

TIMEOUT = urllib3.Timeout(connect=5, read=15)  # the latter begins anew with every byte
WHOLE = 30.0  # seconds for all of it
ANSWER = 300  # characters of the answer that are kept


@dataclass(frozen=True)
class Place:
    """Where something is posted: the name, and the address it leads to."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def post(place: Place, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """The status, and the beginning of the answer. Redirects are not followed, the certificate is
    checked against the name, and a receiver that sends without end, or a byte at a time, is cut
    off: whatever else is to be sent waits for this.

    urllib3.exceptions.HTTPError: nothing was answered.
    """
    shown = f"[{place.host}]" if ":" in place.host else place.host
    sent = {
        "Host": f"{shown}:{place.port}", "Content-Type": "application/json",
        "User-Agent": "Aftercare", "Connection": "close", **headers,
    }  # fmt: skip
    with _Watch() as watch, _pool(place, watch) as pool:
        answer = pool.urlopen(
            "POST", place.path, body=body, headers=sent, redirect=False, retries=False,
            preload_content=False, assert_same_host=False, timeout=TIMEOUT,
        )  # fmt: skip
        try:
            return answer.status, answer.read(ANSWER).decode("utf-8", "replace")
        finally:
            answer.close()


class _Watch:
    """Cuts a connection off when all of it has taken too long."""

    def __init__(self) -> None:
        self.socket: Any = None
        self._timer = Timer(WHOLE, self._cut_off)
        self._timer.daemon = True

    def __enter__(self) -> "_Watch":
        self._timer.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._timer.cancel()

    def _cut_off(self) -> None:
        with suppress(OSError, AttributeError):  # it has ended by itself
            self.socket.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """A connection whose socket is told to a watch."""

    def __init__(self, *given: Any, watch: _Watch, **named: Any) -> None:
        super().__init__(*given, **named)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.socket = self.sock


class _WatchedSecure(_Watched, HTTPSConnection):
    """Likewise with TLS."""


class _Plain(urllib3.HTTPConnectionPool):
    ConnectionCls = _Watched


class _Secure(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedSecure


def _pool(place: Place, watch: _Watch) -> urllib3.HTTPConnectionPool:
    if place.scheme == "http":
        return _Plain(place.ip, place.port, watch=watch)
    return _Secure(
        place.ip, place.port, cert_reqs="CERT_REQUIRED", server_hostname=place.host,
        assert_hostname=place.host, watch=watch,
    )  # fmt: skip
