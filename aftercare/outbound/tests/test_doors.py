"""The outbox by page and by API: what is stuck and why, sent again by a person."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.accounts import actions as accounts
from aftercare.desk.tests.conftest import statements
from aftercare.kit.models import Event
from aftercare.outbound import actions, jobs
from aftercare.outbound.models import Message, OptOut, Receiver, Way
from aftercare.outbound.tests.conftest import Queue, noticed
from aftercare.people import actions as people
from aftercare.web.demo.cast import PASSWORD, Cast
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast[who])
    return browser


@pytest.fixture
def stuck(mail_server: Any, postbox: Postbox, queue: Queue) -> Message:
    """A letter to a mailbox that does not exist yet."""
    mail_server.start()
    postbox.unknown.add("gone@example.com")
    message = queue("gone@example.com")
    jobs.send_due(timezone.now())
    message.refresh_from_db()
    return message


def test_the_list_says_what_is_stuck_and_why_and_a_person_sends_it_again(
    cast: Cast, stuck: Message, postbox: Postbox
) -> None:
    browser = signed_in(cast, "agent")
    page = browser.get("/outbox/?state=stuck").content.decode()
    assert "gone@example.com" in page
    assert "对方拒收" in page
    shown = browser.get(f"/outbox/{stuck.pk}").content.decode()
    assert "550 no such mailbox" in shown
    assert "您好，水泵已修好。" in shown
    postbox.unknown.clear()
    done = browser.post(f"/outbox/{stuck.pk}/retry", {"revision": stuck.revision})
    assert done.status_code == 302
    assert jobs.send_due(timezone.now()) == 1
    assert [mail["To"] for mail in postbox.mails] == ["gone@example.com"]
    told = Event.objects.get(kind="message.retried")
    assert (told.actor, told.context) == (cast["agent"].reference, "case/1")


def test_many_are_sent_again_at_once_chosen_or_all(
    cast: Cast, api: Api, queue: Queue, settings: Any
) -> None:
    settings.SENDING = {}
    three = [queue(f"{name}@example.com") for name in "abc"]
    jobs.send_due(timezone.now())
    assert Message.objects.filter(state="held").count() == 3
    browser = signed_in(cast, "manager")
    browser.post("/outbox/retry", {"which": "chosen", "message": [three[0].pk, "x"]})
    assert Message.objects.filter(state="queued").count() == 1
    assert api.post("/message-retries", {"messages": [one.pk for one in three]}) == {"count": 3}
    Message.objects.update(state="failed", next_at=None)
    Message.objects.filter(pk=three[0].pk).update(channel="email", to="other@example.com")
    browser.post("/outbox/retry?q=b@example.com", {"which": "stuck"})
    assert [one.to for one in Message.objects.filter(state="queued")] == ["b@example.com"]
    browser.post("/outbox/retry", {"which": "stuck"})
    assert Message.objects.filter(state="queued").count() == 3


def test_what_is_sent_cannot_be_sent_again_and_what_somebody_changed_is_told(
    cast: Cast, api: Api, queue: Queue
) -> None:
    message = queue()
    held = api.post(f"/messages/{message.pk}/hold")
    assert (held["state"], held["trouble"], held["next_at"]) == ("held", "held", None)
    late = signed_in(cast, "agent").post(f"/outbox/{message.pk}/retry", {"revision": 1})
    assert late.status_code == 409
    again = api.post(f"/messages/{message.pk}/retry")
    assert (again["state"], again["trouble"]) == ("queued", "")
    Message.objects.update(state="sent", next_at=None)
    assert api.refused(f"/messages/{message.pk}/retry", {}) == "wrong-state"


def test_the_page_says_that_a_channel_gets_nothing_through(
    cast: Cast, mail_port: int, queue: Queue
) -> None:
    queue()
    jobs.send_due(timezone.now())
    page = signed_in(cast, "manager").get("/outbox/").content.decode()
    assert "电子邮件：自 <time" in page
    assert " 起全部发不出去。" in page
    assert "Connection refused" in page
    Way.objects.update(failures=0)
    assert "全部发不出去" not in signed_in(cast, "manager").get("/outbox/").content.decode()


def test_the_api_lists_and_filters(api: Api, queue: Queue) -> None:
    queue("a@example.com")
    queue("b@example.com", about="case/2")
    assert [one["to"] for one in api.get("/messages")["items"]] == [
        "b@example.com",
        "a@example.com",
    ]
    assert [one["to"] for one in api.get("/messages?about=case/2")["items"]] == ["b@example.com"]
    assert [one["to"] for one in api.get("/messages?to=A@example.com")["items"]] == [
        "a@example.com",
    ]  # fmt: skip
    assert api.get("/messages?state=stuck")["items"] == []
    assert len(api.get("/messages?state=waiting&channel=email")["items"]) == 2


def test_only_who_sees_every_case_sees_the_outbox_and_only_who_handles_them_keeps_it(
    cast: Cast, queue: Queue
) -> None:
    message = queue()
    for who in ("technician", "dealer", "customer", "author"):
        assert signed_in(cast, who).get("/outbox/").status_code == 403
    looking = signed_in(cast, "inspector")
    assert "重新发送" not in looking.get(f"/outbox/{message.pk}").content.decode()
    assert looking.post(f"/outbox/{message.pk}/hold").status_code == 403
    assert Message.objects.get().state == "queued"


def test_the_list_asks_the_same_questions_with_one_row_and_with_three(
    cast: Cast, queue: Queue
) -> None:
    browser = signed_in(cast, "agent")
    queue("a@example.com")
    browser.get("/outbox/")
    with statements() as for_one:
        browser.get("/outbox/")
    queue("b@example.com", about="case/2")
    queue("c@example.com", customer=cast.organisations["customer"])
    with statements() as for_three:
        browser.get("/outbox/")
    assert len(for_three) == len(for_one) > 0


def test_what_a_message_is_about_is_named_with_its_page(cast: Cast, queue: Queue) -> None:
    browser = signed_in(cast, "agent")
    notice, customer = noticed(started=False), cast.organisations["customer"]
    about = queue("a@example.com", about=f"broadcast/{notice.pk}")
    queue("b@example.com", about=f"organisation/{customer.pk}")
    shown = f'<a href="/outbox/broadcasts/{notice.pk}">台风预警</a>'
    page = browser.get("/outbox/").content.decode()
    assert shown in page
    assert f">{customer.name}</a>" in page
    assert shown in browser.get(f"/outbox/{about.pk}").content.decode()


def test_what_was_written_to_a_person_is_theirs_to_read_and_to_have_forgotten(
    cast: Cast, queue: Queue
) -> None:
    person = cast["customer"]
    person.email = "li@example.com"
    person.save()
    queue("li@example.com")
    noticed(started=True)
    actions.opt_out(kind="notice", address="Li@example.com", by=cast["agent"], at=timezone.now())
    browser = signed_in(cast, "customer")
    browser.post("/sign-in/again", {"password": PASSWORD})
    assert "li@example.com" in browser.get("/profile/data.json").content.decode()
    people.suspend_person(person, reason="left", by=cast["admin"], at=timezone.now())
    accounts.mask_person(person, by=cast["admin"], at=timezone.now())
    message = Message.objects.get()
    assert (message.values, message.state, message.next_at) == ({}, "held", None)
    assert "li@example.com" not in message.to
    assert not Receiver.objects.filter(to="li@example.com").exists()
    assert not OptOut.objects.exists()
