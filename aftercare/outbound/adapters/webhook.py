"""Webhooks after Standard Webhooks, to addresses of the open Internet and no others.

The name is looked up once, every address it has is judged, and the connection goes to the one that
was judged: a name that leads elsewhere a moment later (DNS rebinding) changes nothing. Redirects
are not followed. Certificates are checked against the name.
"""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook
from urllib3.exceptions import HTTPError

from aftercare.outbound.adapters import Down, Gone, Outgoing, PutOff, Refused
from aftercare.outbound.adapters.http import Place, post
from aftercare.outbound.rules import is_outside

GONE = 410
INSIDE = "this address is inside the network of this installation"


class Forbidden(Exception):
    """An address that nothing is sent to; the text says why."""


class Webhooks:
    """A connection for each webhook: receivers differ, and so do their troubles."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        return

    def send(self, message: Outgoing) -> str:
        """Post it; anything but 2xx is tried again for days, 410 ends it."""
        try:
            place = place_of(message.to)
        except (Forbidden, UnicodeError) as fault:  # the latter: a name that no name server takes
            raise Refused(str(fault)) from fault
        except OSError as fault:
            raise Down(f"{type(fault).__name__}: {fault}") from fault
        try:
            status, said = post(place, message.text.encode(), signed(message))
        except HTTPError as fault:
            raise Down(f"{type(fault).__name__}: {fault}") from fault
        if status == GONE:
            raise Gone(f"{status} {said}")
        if not 200 <= status < 300:
            raise PutOff(f"{status} {said}")
        return f"{status} {said}".strip()


def signed(message: Outgoing) -> dict[str, str]:
    """The three lines of Standard Webhooks; with two secrets, two signatures."""
    now = timezone.now()
    signatures = (Webhook(secret).sign(message.message_id, now, message.text)
                  for secret in message.secrets)  # fmt: skip
    return {
        "webhook-id": message.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def checked(address: str) -> SplitResult:
    """The parts of an address that may be sent to as far as it can be told without looking it up;
    `Forbidden` for any other."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as fault:
        raise Forbidden("this is no address") from fault
    if parts.scheme not in ("https", "http") or not host or parts.username or port == 0:
        raise Forbidden("only https://name/… addresses")
    if host in settings.WEBHOOKS_INSIDE:
        return parts
    if parts.scheme == "http":
        raise Forbidden("only https:// addresses")
    if _is_written_ip(host):
        _check_outside([host])
    elif "." not in host.rstrip("."):
        raise Forbidden(INSIDE)
    return parts


def place_of(address: str) -> Place:
    """The place of an address, looked up now; `Forbidden` for one inside, OSError for a name that
    nobody knows."""
    parts = checked(address)
    host = (parts.hostname or "").lower()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in settings.WEBHOOKS_INSIDE:
        _check_outside(found)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, path, found[0])


def _is_written_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _check_outside(found: Iterable[str]) -> None:
    if not all(is_outside(ip.partition("%")[0]) for ip in found):
        raise Forbidden(INSIDE)
