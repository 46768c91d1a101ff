"""What complainants are written to, through a real mail server: the acknowledgement with the
private link, the decision, and the question whether it is accepted."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions as outbound
from aftercare.outbound.models import Kind, Message
from aftercare.promises.models import Alert
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/\s]+(/complaint/\S+)")
HER = "han@example.com"
COMPLAINT = {"matter": "约好没有来", "about": "other", "remedy": "apology", "source": "phone",
             "complainant_name": "韩梅", "complainant_email": HER}  # fmt: skip
DECISION = {"finding": "工单记录显示迟到两小时", "outcome": "upheld", "cause": "delay",
            "decision": "我们致歉，并改派工程师。"}  # fmt: skip


@pytest.fixture
def mails(mail_server: Any, postbox: Postbox) -> list[Any]:
    mail_server.start()
    return postbox.mails


def arrived(mails: list[Any]) -> list[tuple[str, str]]:
    """What has come since the last look: to whom, and the words."""
    run.send_due(timezone.now())
    told = [(str(mail["To"]), f"{mail['Subject']}\n{mail.get_content()}") for mail in mails]
    mails.clear()
    return told


def taken(api: Api, **more: Any) -> str:
    """The path of a complaint that was taken down."""
    return f"/complaints/{api.post('/complaints', {**COMPLAINT, **more})['number']}"


def decided(api: Api, path: str) -> None:
    investigator = {"investigator": api.cast["quality"].pk}
    api.post(f"{path}/investigator", investigator, by="manager")
    api.post(f"{path}/decision", DECISION, by="quality")


def test_from_the_acknowledgement_to_the_answer(api: Api, mails: list[Any]) -> None:
    path = taken(api)
    ((to, letter),) = arrived(mails)
    assert to == HER
    assert "韩梅，您好：" in letter
    assert "已受理：约好没有来" in letter
    browser = Client()
    assert "约好没有来" in browser.get(LINK.findall(letter)[0], follow=True).content.decode()

    decided(api, path)
    ((to, letter),) = arrived(mails)
    assert to == HER
    assert "我们致歉，并改派工程师。" in letter
    assert "您是否接受这一决定？" in letter
    assert "工单记录显示迟到两小时" not in letter  # what was found stays in the house

    api.post(f"{path}/question", by="manager")
    ((to, letter),) = arrived(mails)
    assert "我们还不知道您是否接受" in letter
    browser = Client()
    browser.get(LINK.findall(letter)[0], follow=True)
    form = browser.get("/complaint").context["forms"]["accept"]
    browser.post("/complaint/act/accept", {"id": str(form["id"].value())})
    assert api.get(path)["state"] == "accepted"
    assert api.refused(f"{path}/question", {}, by="manager") == "wrong-state"
    assert arrived(mails) == []
    kept = "".join(one.text + str(one.values) for one in Message.objects.all())
    assert "/complaint/" not in kept


def test_the_letters_are_in_the_language_of_the_complainant(api: Api, mails: list[Any]) -> None:
    path = taken(api, complainant_language="en", complainant_name="Jane Doe")
    decided(api, path)
    (_to, first), (_to, second) = arrived(mails)
    assert "Dear Jane Doe," in first
    assert "Was the complaint right: upheld" in second


def test_whoever_wants_no_letters_still_hears_what_becomes_of_the_complaint(
    api: Api, mails: list[Any]
) -> None:
    for kind in (Kind.SERVICE, Kind.NOTICE):
        outbound.opt_out(kind=kind, address=HER, by=SYSTEM, at=timezone.now())
    taken(api)
    assert [to for to, _letter in arrived(mails)] == [HER]


def test_a_visitor_is_written_to_with_the_link_their_browser_has(mails: list[Any]) -> None:
    visitor = Client()
    form = visitor.get("/complain").context["form"]
    given = {"id": str(form["id"].value()), "matter": "报告迟到", "remedy": "explanation",
             "name": "韩梅", "phone": "13800138000", "email": HER}  # fmt: skip
    page = visitor.post("/complain", given, follow=True)
    ((_to, letter),) = arrived(mails)
    assert LINK.findall(letter)[0] in page.context["private_link"]


def test_a_letter_that_does_not_get_through_is_told_to_whoever_looks_into_it(
    api: Api, mails: list[Any], postbox: Postbox
) -> None:
    postbox.unknown.add(HER)
    taken(api)
    assert arrived(mails) == []
    told = Alert.objects.filter(step="message.failed")
    assert {one.person.username for one in told} == {"manager"}
    assert {one.subject.partition("/")[0] for one in told} == {"complaint"}


def test_whoever_is_complained_about_reads_none_of_the_letters(api: Api, mails: list[Any]) -> None:
    taken(api, about="person", person=api.cast["lead"].pk)
    arrived(mails)
    message = Message.objects.get()
    for name, status, listed in (("manager", 200, 1), ("lead", 404, 0)):
        browser = Client()
        browser.force_login(api.cast[name])
        assert browser.get(f"/outbox/{message.pk}").status_code == status
        assert len(browser.get("/outbox/").context["rows"]) == listed


def test_nor_that_one_of_them_did_not_get_through(
    api: Api, mails: list[Any], postbox: Postbox
) -> None:
    postbox.unknown.add(HER)
    taken(api, about="person", person=api.cast["lead"].pk)
    assert arrived(mails) == []
    assert Message.objects.get().state == "failed"
    for name, told in (("manager", 1), ("lead", 0)):
        assert len(api.get("/events?kind=message.failed", by=name)["items"]) == told
