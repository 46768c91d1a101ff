"""The answer to a letter about a complaint: with the complaint, told to its investigator, and
read by nobody whom the complaint is about."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.mail.models import Letter, Mailbox
from aftercare.mail.tests.letters import make_mailbox, source, take
from aftercare.outbound.models import Message
from aftercare.people.tests.test_pages import signed_in
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast
from aftercare.worker import run
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
HER = "han@example.com"


@pytest.fixture
def mailbox(cast: Cast) -> Mailbox:
    return make_mailbox(cast)


@pytest.fixture
def complaint(api: Api, cast: Cast) -> str:
    """The number of a complaint about the lead, whose complainant has our acknowledgement."""
    given = {
        "matter": "约好没有来", "about": "person", "person": cast["lead"].pk, "remedy": "apology",
        "source": "phone", "complainant_name": "韩梅", "complainant_email": HER,
    }  # fmt: skip
    number: str = api.post("/complaints", given)["number"]
    run.send_due(timezone.now())
    return number


def answer() -> bytes:
    """What her mail program sends when she answers our letter."""
    message_id = Message.objects.get(template="complaint-acknowledged").message_id
    return source("回复：投诉", "我要求书面道歉。", sender=f"韩梅 <{HER}>", In_Reply_To=message_id)


def answered(mailbox: Mailbox) -> Letter:
    letter = take(mailbox, answer())
    assert letter is not None
    return letter


def test_the_answer_stands_in_the_complaint_and_the_heads_are_told(
    api: Api, mailbox: Mailbox, complaint: str, cast: Cast
) -> None:
    letter = answered(mailbox)
    page = signed_in(cast, "manager").get(f"/complaints/{complaint}").content.decode()
    assert "我要求书面道歉。" in page
    assert f"/letters/{letter.pk}" in page
    shown = api.get(f"/letters/{letter.pk}", by="manager")
    assert (shown["state"], shown["complaint"], shown["case"]) == ("complaint", complaint, None)
    assert _told("complaint.noted") == {"manager"}
    alerts = signed_in(cast, "manager").get("/alerts").content.decode()
    assert "投诉人来信或留言" in alerts


def test_who_looks_into_it_is_told_of_the_answer_to_the_decision(
    api: Api, mailbox: Mailbox, complaint: str, cast: Cast
) -> None:
    path = f"/complaints/{complaint}"
    api.post(f"{path}/investigator", {"investigator": cast["quality"].pk}, by="manager")
    decision = {"finding": "迟到", "outcome": "upheld", "cause": "delay", "decision": "致歉。"}
    api.post(f"{path}/decision", decision, by="quality")
    answered(mailbox)
    assert _told("complaint.noted") == {"quality"}
    api.post(f"{path}/notes", {"text": "已电话回复"}, by="quality")
    assert Alert.objects.filter(step="complaint.noted").count() == 1  # not of what we write


def test_whom_the_complaint_is_about_reads_none_of_it(
    mailbox: Mailbox, complaint: str, cast: Cast, api: Api
) -> None:
    letter = answered(mailbox)
    lead = signed_in(cast, "lead")
    assert "回复：投诉" not in lead.get("/letters/").content.decode()
    for address in (f"/letters/{letter.pk}", f"/letters/{letter.pk}/source"):
        assert lead.get(address).status_code == 404
    api.post(f"/letters/{letter.pk}/set-aside", by="lead", status=404)
    assert signed_in(cast, "manager").get(f"/letters/{letter.pk}").status_code == 200


def test_read_again_it_is_one_note_and_a_strangers_guess_waits(
    mailbox: Mailbox, complaint: str, api: Api
) -> None:
    answered(mailbox)
    assert take(mailbox, answer()) is None
    stranger = take(mailbox, source(f"投诉 {complaint}", "给我看", sender="x <x@y.example>"))
    assert stranger is not None
    assert (stranger.state, stranger.complaint) == ("waiting", None)


def test_without_an_account_nobody_sees_a_letter(mailbox: Mailbox, complaint: str) -> None:
    letter = answered(mailbox)
    assert Client().get(f"/letters/{letter.pk}").status_code == 302


def _told(step: str) -> set[Any]:
    return {one.person.username for one in Alert.objects.filter(step=step)}
