"""Gateways that take a message as JSON by POST: `{"id", "to", "text"}`.

Gateways differ; what one of them wants else is put between by whoever runs it. The id is the same
when a message is sent twice.
"""

import socket
from typing import Self
from urllib.parse import urlsplit

import orjson
from urllib3.exceptions import HTTPError

from aftercare.outbound.adapters import Outgoing, PutOff, Refused, Unreachable
from aftercare.outbound.adapters.http import Place, post

FOR_ALL = frozenset({401, 403, 404, 407})  # the gateway does not know us, or is not there
LATER = frozenset({408, 425, 429})


class JsonGateway:
    """A gateway at an address; with a token it is sent as a bearer token."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        return

    def send(self, message: Outgoing) -> str:
        """Post it. What concerns every message alike closes the channel for a while."""
        body = orjson.dumps(
            {"id": message.message_id, "to": message.to, "text": message.text.strip()}
        )
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            status, said = post(_place(self.address), body, headers)
        except (OSError, HTTPError) as fault:
            raise Unreachable(f"{type(fault).__name__}: {fault}") from fault
        answer = f"{status} {said}".strip()
        if status in FOR_ALL:
            raise Unreachable(answer)
        if 400 <= status < 500 and status not in LATER:
            raise Refused(answer)
        if not 200 <= status < 300:
            raise PutOff(answer)
        return answer


def _place(address: str) -> Place:
    """Where the gateway is; whoever runs the installation has named it, wherever that is."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, path, str(found[0][4][0]))
