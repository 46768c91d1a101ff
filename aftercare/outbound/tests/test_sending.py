"""Sending through a real SMTP server on loopback: away, refusing, full, and back again."""

from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from aftercare.kit.models import Event
from aftercare.outbound import jobs, rules
from aftercare.outbound.models import Message, Receiver, Way
from aftercare.outbound.tests.conftest import Queue, noticed
from aftercare.web.demo.cast import Cast
from tests.plugins.postbox import Postbox

pytestmark = pytest.mark.django_db


def test_a_letter_arrives_whole_in_its_thread_and_once(
    mail_server: Controller, postbox: Postbox, queue: Queue
) -> None:
    mail_server.start()
    message = queue(
        in_reply_to="<a@b>", references=["<x@b>", "<a@b>"], sender="desk@example.com",
    )  # fmt: skip
    at = timezone.now()
    assert jobs.send_due(at) == 1
    (arrived,) = postbox.mails
    assert (arrived["To"], arrived["From"]) == ("wang@example.com", "desk@example.com")
    assert arrived["Subject"] == "水泵已修好"
    assert arrived.get_content().strip() == "您好，水泵已修好。"
    assert (arrived["Message-ID"], arrived["In-Reply-To"], arrived["References"]) == (
        message.message_id, "<a@b>", "<x@b> <a@b>",
    )  # fmt: skip
    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_at) == ("sent", 1, None)
    assert message.text.strip() == "您好，水泵已修好。"
    assert jobs.send_due(at + timedelta(days=1)) == 0


def test_a_server_that_is_gone_for_an_hour_loses_and_doubles_nothing(
    mail_server: Controller, postbox: Postbox, queue: Queue
) -> None:
    at = timezone.now()
    for number in range(70):  # more than a batch
        queue(f"c{number}@example.com", at=at)
    minute = timedelta(minutes=1)
    tried = sum(jobs.send_due(at + minute * late) for late in range(60))
    assert tried == 0
    way = Way.objects.get()
    assert (way.failing_since, way.failures > 5) == (at, True)
    assert Message.objects.filter(attempts=0).count() == 70  # nobody was tried in vain
    mail_server.start()
    back = at + timedelta(hours=1, minutes=6)
    assert [jobs.send_due(back), jobs.send_due(back), jobs.send_due(back)] == [50, 20, 0]
    assert sorted(mail["To"] for mail in postbox.mails) == sorted(
        f"c{number}@example.com" for number in range(70)
    )
    assert (Way.objects.get().failures, Way.objects.get().closed_until) == (0, None)


def test_a_mailbox_that_does_not_exist_is_on_record_and_holds_up_nobody(
    mail_server: Controller, postbox: Postbox, queue: Queue
) -> None:
    mail_server.start()
    postbox.unknown.add("gone@example.com")
    gone, other = queue("gone@example.com"), queue("li@example.com")
    assert jobs.send_due(timezone.now()) == 1
    for message in (gone, other):
        message.refresh_from_db()
    assert (gone.state, gone.trouble, gone.answer) == ("failed", "refused", "550 no such mailbox")
    assert other.state == "sent"
    told = Event.objects.get(kind="message.failed")
    assert (told.subject, told.context) == (gone.reference, "case/1")


def test_a_full_mailbox_is_tried_for_days_and_then_given_up(
    mail_server: Controller, postbox: Postbox, queue: Queue
) -> None:
    mail_server.start()
    postbox.full.add("full@example.com")
    message = queue("full@example.com")
    at = timezone.now()
    for wait in (*rules.WAITS, timedelta()):
        assert jobs.send_due(at) == 0
        assert jobs.send_due(at) == 0  # not again before its moment
        message.refresh_from_db()
        at += wait + timedelta(seconds=1)
    assert (message.attempts, message.state) == (13, "failed")
    assert (message.trouble, message.answer) == ("gave-up", "452 mailbox full")


def test_a_letter_whose_file_is_at_fault_fails_alone(mail_server: Controller, queue: Queue) -> None:
    mail_server.start()
    broken, whole = queue("a@example.com"), queue("b@example.com")
    Message.objects.filter(pk=broken.pk).update(template="gone")
    assert jobs.send_due(timezone.now()) == 1
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.state, broken.trouble, whole.state) == ("failed", "broken", "sent")


def test_a_notice_that_cannot_be_gone_on_with_holds_up_no_letter(
    mail_server: Controller, queue: Queue, cast: Cast
) -> None:
    mail_server.start()
    broadcast = noticed(started=True)
    assert Receiver.objects.filter(broadcast=broadcast).update(channel="pigeon") > 0
    message = queue()
    assert jobs.send_due(timezone.now()) == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_channel_that_is_not_set_up_holds_its_messages(queue: Queue, settings: Any) -> None:
    settings.SENDING = {}
    message = queue()
    assert jobs.send_due(timezone.now()) == 0
    message.refresh_from_db()
    assert (message.state, message.trouble, message.next_at) == ("held", "not-set-up", None)


def test_mail_is_a_file_where_one_tries_things_out(queue: Queue, settings: Any) -> None:
    settings.EMAIL_BACKEND = "aftercare.outbound.adapters.files.MailFiles"
    message = queue()
    for _again in range(2):
        jobs.send_due(timezone.now())
        Message.objects.update(state="queued", next_at=timezone.now())
    (file,) = (settings.DATA / "sent" / "mail").iterdir()  # sent twice, there once
    assert file.name.startswith("wang@example.com")
    assert file.suffix == ".eml"
    assert f"Message-ID: {message.message_id}" in file.read_text()


def test_old_messages_are_forgotten_and_those_that_wait_are_not(queue: Queue) -> None:
    at = timezone.now()
    old = at - jobs.KEPT - timedelta(days=1)
    done, waiting = queue("a@example.com", at=old), queue("b@example.com", at=old)
    queue("c@example.com", at=at)
    Message.objects.filter(pk=done.pk).update(state="sent", next_at=None, sent_at=old)
    assert jobs.forget_old(at) == 1
    assert Message.objects.filter(pk=waiting.pk).exists()
    assert Message.objects.count() == 2
