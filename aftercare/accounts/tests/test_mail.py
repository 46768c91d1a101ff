"""Letters through a real SMTP server on loopback: away, refusing, and back again."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from aftercare.accounts import actions, jobs
from aftercare.accounts.models import Letter, LetterState
from aftercare.accounts.tests.conftest import link_in
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast
from tests.plugins.postbox import Postbox

pytestmark = pytest.mark.django_db


def test_a_letter_arrives_whole_in_chinese(
    cast: Cast, mail_server: Controller, postbox: Postbox
) -> None:
    mail_server.start()
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
    cast: Cast, mail_server: Controller, postbox: Postbox
) -> None:
    at = timezone.now()
    actions.ask_recovery("agent", at=at)
    assert jobs.send_due(at) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (LetterState.QUEUED, 1)
    assert "Connection" in letter.trouble
    assert jobs.send_due(at + timedelta(seconds=30)) == 0
    mail_server.start()
    assert [jobs.send_due(at + timedelta(minutes=minutes)) for minutes in (1, 2, 30)] == [1, 0, 0]
    assert len(postbox.mails) == 1


def test_what_a_server_refuses_is_shown_and_sent_again_when_somebody_says_so(
    cast: Cast, mail_server: Controller, postbox: Postbox
) -> None:
    mail_server.start()
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
