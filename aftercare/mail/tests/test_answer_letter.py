"""Answering a letter: through the outbox and a real mail server to the customer, and back again."""

import uuid
from email.message import EmailMessage
from typing import Any

import imapclient
import pytest
from django.utils import timezone

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import events_of
from aftercare.mail import actions, tokens
from aftercare.mail.models import Direction, Letter, Mailbox
from aftercare.mail.reading import read
from aftercare.mail.rules import answer_subject
from aftercare.mail.states import LetterState
from aftercare.mail.tests.conftest import read_now
from aftercare.mail.tests.letters import make_mailbox, source, take
from aftercare.mail.tests.office import PASSWORD, PostOffice
from aftercare.outbound import jobs as outbound
from aftercare.outbound.models import Message
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast
from aftercare.worker import run as worker

pytestmark = pytest.mark.django_db
HAN = "han@customer.example"


@pytest.fixture
def post(office: PostOffice, settings: Any) -> PostOffice:
    """What the outbox sends goes by the same post office."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.smtp_port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    return office


def inbox(office: PostOffice, address: str) -> list[bytes]:
    """What the customer's mail program finds."""
    with imapclient.IMAPClient("127.0.0.1", port=office.imap_port, ssl=False) as program:
        program.plain_login(office.user(address).user, PASSWORD)
        program.select_folder("INBOX")
        found = program.fetch(program.search(), ["BODY.PEEK[]"])
    return [one[b"BODY[]"] for one in found.values()]


def reply(raw: bytes, text: str, sender: str) -> EmailMessage:
    """An answer as a mail program writes it."""
    got, letter = read(raw), EmailMessage()
    letter["From"], letter["To"] = sender, got.sender
    letter["Subject"], letter["Message-ID"] = f"Re: {got.subject}", f"<{uuid.uuid4()}@x.example>"
    letter["In-Reply-To"] = got.message_id
    letter["References"] = " ".join([*reversed(got.answers), got.message_id])
    letter.set_content(f"{text}\n\nOn Mon, 30 Nov 2026, Service wrote:\n> {got.text}")
    return letter


def test_an_answer_reaches_the_customer_and_the_next_one_finds_the_case(
    post: PostOffice, mailbox: Mailbox, cast: Cast, han: Person
) -> None:
    post.user(HAN).empty()
    first = post.send(mailbox.address, "3 号机组漏水")
    assert read_now() == 1
    letter = Letter.objects.get()
    actions.make_case(letter, customer=han.organisation, by=cast["agent"], at=timezone.now())
    case = Case.objects.get()
    agent = signed_in(cast, "agent")
    page = agent.get(f"/letters/{letter.pk}/answer")
    assert HAN in page.content.decode()
    sent = {"text": "我们明天上午到。", "id": page.context["form"]["id"].value()}
    for _twice in range(2):
        assert agent.post(f"/letters/{letter.pk}/answer", sent).status_code == 302
    answer = Letter.objects.get(direction=Direction.OUT)
    assert outbound.send_due(timezone.now()) >= 1
    got = [read(raw) for raw in inbox(post, HAN)]
    (ours,) = [one for one in got if one.message_id == answer.message_id]
    assert (ours.text, ours.sender) == ("我们明天上午到。", mailbox.address)
    assert ours.subject == f"Re: 漏水 [{tokens.token_of(case.number)}]"
    assert ours.answers == [first]
    assert agent.get(f"/letters/{answer.pk}").context["sending"].state == "sent"

    raw = next(one for one in inbox(post, HAN) if read(one).message_id == answer.message_id)
    colleague = reply(raw, "好的，谢谢。", "bo@customer-two.example")
    post.boxes[mailbox.address].put(bytes(colleague))
    assert read_now() == 1
    back = Letter.objects.latest("pk")
    assert (back.state, back.case) == (LetterState.IN_CASE, case)
    notes = [one for one in events_of(case.reference) if one.kind == "case.noted"]
    assert [one.data["text"] for one in notes] == ["我们明天上午到。", "好的，谢谢。"]
    assert [one.data["about"] for one in notes] == [answer.reference, back.reference]
    shown = agent.get(f"/cases/{case.number}").content.decode()
    assert f"/letters/{answer.pk}" in shown
    assert f"/letters/{back.pk}" in shown


def test_an_answer_to_what_the_outbox_wrote_about_a_case_finds_it(
    post: PostOffice, mailbox: Mailbox, cast: Cast, han: Person
) -> None:
    """The customer answers the confirmation, which nobody of us wrote."""
    post.user(HAN).empty()
    post.send(mailbox.address, "3 号机组漏水")
    read_now()
    actions.make_case(
        Letter.objects.get(), customer=han.organisation, by=cast["agent"], at=timezone.now()
    )
    worker.send_due(timezone.now())  # it is written by the worker, from the chain
    (raw,) = inbox(post, HAN)
    post.boxes[mailbox.address].put(bytes(reply(raw, "收到", "assistant@elsewhere.example")))
    read_now()
    assert Letter.objects.latest("pk").case == Case.objects.get()


@pytest.mark.parametrize(
    ("subject", "token", "answered"),
    [
        ("漏水", "", "Re: 漏水"),
        ("回复：Re: 漏水", "", "Re: 漏水"),
        ("漏水", "C20261130-0001.aaaaaaaaaaaaaaaa", "Re: 漏水 [C20261130-0001.aaaaaaaaaaaaaaaa]"),
        ("Re: 漏水 [C20261130-0001.aaaaaaaaaaaaaaaa]", "C20261130-0001.aaaaaaaaaaaaaaaa",
         "Re: 漏水 [C20261130-0001.aaaaaaaaaaaaaaaa]"),
        ("", "", "Re: —"),
    ],
)  # fmt: skip
def test_the_subject_of_an_answer(subject: str, token: str, answered: str) -> None:
    assert answer_subject(subject, token) == answered
    assert len(answer_subject("长" * 500, "C20261130-0001.aaaaaaaaaaaaaaaa")) <= 255


def test_what_cannot_be_answered(cast: Cast) -> None:
    mailbox, at = make_mailbox(cast), timezone.now()
    machine = take(mailbox, source("a", Auto_Submitted="auto-replied"))
    two = take(mailbox, source("b", sender="a@x.example, b@x.example"))
    good = take(mailbox, source("c"))
    assert machine is not None
    assert two is not None
    assert good is not None
    for letter in (machine, two):
        with pytest.raises(Refusal):
            actions.answer_letter(letter, text="x", by=cast["agent"], at=at)
    with pytest.raises(Refusal):
        actions.answer_letter(good, text=" ", by=cast["agent"], at=at)
    with pytest.raises(NotAllowed):
        actions.answer_letter(good, text="x", by=cast["finance"], at=at)
    written = actions.answer_letter(good, text="x", by=cast["agent"], at=at)
    with pytest.raises(Refusal):
        actions.answer_letter(written, text="x", by=cast["agent"], at=at)
    assert Message.objects.get().about == good.reference


def test_our_own_letter_that_comes_back_goes_nowhere(cast: Cast) -> None:
    mailbox, at = make_mailbox(cast), timezone.now()
    letter = take(mailbox, source("c"))
    assert letter is not None
    ours = actions.answer_letter(letter, text="x", by=cast["agent"], at=at)
    back = take(
        mailbox, source(ours.subject, "x", sender="x@y.example", Message_ID=ours.message_id)
    )
    assert back is not None
    assert (back.state, back.why) == (LetterState.ASIDE, "own")


REPORT = """From: MAILER-DAEMON@mx.example
To: service@our.example
Message-ID: <{action}-1@mx.example>
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; han@customer.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

Message-ID: {id}
Subject: x

x
--b--
"""


def test_a_letter_of_ours_that_comes_back_is_told_to_whoever_is_responsible(
    post: PostOffice, cast: Cast, han: Person
) -> None:
    mailbox, at = make_mailbox(cast), timezone.now()
    letter = take(mailbox, source("c"))
    assert letter is not None
    case = actions.make_case(letter, customer=han.organisation, by=cast["agent"], at=at)
    desk.assign_case(case, to=cast["technician"], by=cast["agent"], at=at)
    ours = actions.answer_letter(letter, text="x", by=cast["agent"], at=at)
    outbound.send_due(timezone.now())
    sent = Message.objects.get(message_id=ours.message_id)
    for action, state in (("delayed", "sent"), ("failed", "failed"), ("failed", "failed")):
        take(mailbox, REPORT.format(action=action, id=ours.message_id).encode())
        sent.refresh_from_db()
        assert sent.state == state
    assert (sent.trouble, sent.answer) == ("returned", "smtp; 550 no such user")
    told = Alert.objects.filter(person=cast["technician"], subject=case.reference)
    assert "message.failed" in set(told.values_list("step", flat=True))
    back = Letter.objects.latest("pk")
    assert (back.state, back.why, back.about) == (LetterState.ASIDE, "bounce", case)
