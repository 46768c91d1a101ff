"""A real mail server on loopback, started by the test."""

import email
import email.policy
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from aftercare.kit.tests.ports import free_port


class Postbox:
    """Takes mail for everybody but those it does not know, or wants later."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.unknown: set[str] = set()
        self.full: set[str] = set()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        if address in self.full:
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mail_port(settings: Any) -> int:
    """A free port that mail is sent to; nobody listens yet."""
    chosen = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", chosen
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    return chosen


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_server(mail_port: int, postbox: Postbox) -> Iterator[Controller]:
    controller = Controller(postbox, hostname="127.0.0.1", port=mail_port)
    yield controller
    if controller.loop.is_running():
        controller.stop()
