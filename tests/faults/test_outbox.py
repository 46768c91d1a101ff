"""The outbox under real processes: two workers at once, one killed after sending and before
noting it. Nothing is lost, two workers double nothing, and what is sent twice has one id."""

import asyncio
import email
import email.policy
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.tests.ports import free_port
from aftercare.outbound import jobs, rules
from aftercare.outbound.models import Message
from aftercare.outbound.tests.conftest import letter_to
from aftercare.plans import actions as plans
from aftercare.promises.models import Consequence
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import make_cast
from tests.faults import processes

LETTERS = 60
pytestmark = pytest.mark.django_db(transaction=True)

SENDER = """
from django.conf import settings
from django.utils import timezone
from aftercare.outbound import jobs
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
print("ready", flush=True)
sys.stdin.readline()
while jobs.send_due(timezone.now()):
    pass
print("done", flush=True)
"""


class Postbox:
    """Takes every mail; after the one it is told, it says so to nobody and answers no more."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.silent_after = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.ids.append(str(mail["Message-ID"]))
        if len(self.ids) == self.silent_after:
            await asyncio.sleep(3600)
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def test_two_workers_at_once_send_each_message_once(postbox: tuple[Postbox, int]) -> None:
    box, port = postbox
    ids = {letter_to(f"c{number}@example.com").message_id for number in range(LETTERS)}
    with processes.started(SENDER, str(port), count=2) as workers:
        for worker in workers:
            worker.says("ready")
        for worker in workers:
            worker.tell()
        assert [worker.ends() for worker in workers] == ["done\n"] * 2
    jobs.send_due(timezone.now() + timedelta(days=1))  # what one left to the other
    assert Counter(box.ids) == dict.fromkeys(ids, 1)
    assert Message.objects.filter(state="sent").count() == LETTERS


def test_a_worker_killed_between_sending_and_noting_sends_again_under_the_same_id(
    postbox: tuple[Postbox, int], settings: Any
) -> None:
    box, port = postbox
    box.silent_after = 5
    ids = [letter_to(f"c{number}@example.com").message_id for number in range(10)]
    with processes.started(SENDER, str(port)) as [worker]:
        worker.says("ready")
        worker.tell()
        while len(box.ids) < 5:
            time.sleep(0.01)
        worker.kill()
    assert Message.objects.filter(state="sent").count() == 4
    assert Message.objects.get(state="sending").message_id == box.ids[4]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    now = timezone.now()
    assert jobs.send_due(now) == 5  # its lease still runs
    assert jobs.send_due(now + rules.LEASE + timedelta(seconds=1)) == 1
    assert Counter(box.ids) == {**dict.fromkeys(ids, 1), box.ids[4]: 2}
    assert Message.objects.filter(state="sent").count() == 10


WORKER = """
import threading
from django.conf import settings
from aftercare.worker import run
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
settings.EMAIL_TIMEOUT = 60
run.run_forever(threading.Event(), idle_seconds=0.05)
"""


def test_a_mail_server_that_never_answers_keeps_no_clock_waiting() -> None:
    at = timezone.now() - timedelta(hours=5)
    customer = make_cast().organisations["customer"]
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=at)
    agreement = plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[], signed_on=at.date(),
        by=SYSTEM, at=at,
    )  # fmt: skip
    data = {"facts": {"severity": "1"}}
    reported = Happened("case.reported", "case/1", at, SYSTEM, agreement.reference, data)
    with transaction.atomic():
        events.record(reported, recorded_at=at)
    letter_to("wang@example.com")
    with socket.socket() as silent:  # takes the connection and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with processes.started(WORKER, str(silent.getsockname()[1])) as [_worker]:
            until = time.monotonic() + 30
            while not Consequence.objects.filter(step="late").exists():
                assert time.monotonic() < until
                time.sleep(0.05)
    assert Message.objects.get(to="wang@example.com").state != "sent"
