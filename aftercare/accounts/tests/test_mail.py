"""Letters through a real SMTP server on loopback: away, refusing, and back again."""

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from aftercare.accounts import actions, jobs
from aftercare.accounts.models import Letter, LetterState
from aftercare.accounts.tests.conftest import link_in
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


class Postbox:
    """Takes mail for everybody but those it does not know."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def port(settings: Any) -> int:
    """A free port that mail is sent to; nobody listens yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen: int = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", chosen
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    return chosen


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(port: int, postbox: Postbox) -> Iterator[Controller]:
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    yield controller
    if controller.loop.is_running():
        controller.stop()


def test_a_letter_arrives_whole_in_chinese(
    cast: Cast, server: Controller, postbox: Postbox
) -> None:
    server.start()
    actions.ask_recovery("agent", at=timezone.now())
    assert jobs.send_due(timezone.now()) == 1
    (arrived,) = postbox.mails
    assert (arrived["To"], arrived["Subject"]) == ("agent@example.com", "重设您的账号密码")
    assert arrived["Auto-Submitted"] == "auto-generated"
    text = arrived.get_content()
    assert "林晓，您好：" in text
    assert link_in(text).startswith("/account/link/")
    assert jobs.send_due(timezone.now() + timedelta(hours=1)) == 0


def test_mail_waits_while_the_server_is_away_and_goes_out_once_when_it_is_back(
    cast: Cast, server: Controller, postbox: Postbox
) -> None:
    at = timezone.now()
    actions.ask_recovery("agent", at=at)
    assert jobs.send_due(at) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (LetterState.QUEUED, 1)
    assert "Connection" in letter.trouble
    assert jobs.send_due(at + timedelta(seconds=30)) == 0
    server.start()
    assert [jobs.send_due(at + timedelta(minutes=minutes)) for minutes in (1, 2, 30)] == [1, 0, 0]
    assert len(postbox.mails) == 1


def test_what_a_server_refuses_is_shown_and_sent_again_when_somebody_says_so(
    cast: Cast, server: Controller, postbox: Postbox
) -> None:
    server.start()
    postbox.unknown.add("agent@example.com")
    actions.ask_recovery("agent", at=timezone.now())
    actions.ask_recovery("manager", at=timezone.now())
    assert jobs.send_due(timezone.now()) == 1
    letter = Letter.objects.get(person=cast["agent"])
    assert letter.state == LetterState.FAILED
    address = f"/accounts/{cast['agent'].pk}"
    admin = signed_in(cast, "admin")
    page = admin.get(address).content.decode()
    assert "未送达" in page
    assert "no such mailbox" in page
    Person.objects.filter(pk=cast["agent"].pk).update(email="lin@example.com")
    admin.post(f"{address}/retry-letters")
    assert jobs.send_due(timezone.now()) == 1
    assert postbox.mails[-1]["To"] == "lin@example.com"
