"""Posting to an address that was looked up and judged already, and to no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

TIMEOUT = urllib3.Timeout(connect=5, read=15)
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
    checked against the name, and a receiver that sends without end is cut off.

    urllib3.exceptions.HTTPError: nothing was answered.
    """
    shown = f"[{place.host}]" if ":" in place.host else place.host
    sent = {
        "Host": f"{shown}:{place.port}", "Content-Type": "application/json",
        "User-Agent": "Aftercare", "Connection": "close", **headers,
    }  # fmt: skip
    answer = _pool(place).urlopen(
        "POST", place.path, body=body, headers=sent, redirect=False, retries=False,
        preload_content=False, assert_same_host=False, timeout=TIMEOUT,
    )  # fmt: skip
    try:
        return answer.status, answer.read(ANSWER).decode("utf-8", "replace")
    finally:
        answer.close()


def _pool(place: Place) -> Any:
    if place.scheme == "http":
        return urllib3.HTTPConnectionPool(place.ip, place.port)
    return urllib3.HTTPSConnectionPool(
        place.ip, place.port, cert_reqs="CERT_REQUIRED", server_hostname=place.host,
        assert_hostname=place.host,
    )  # fmt: skip
