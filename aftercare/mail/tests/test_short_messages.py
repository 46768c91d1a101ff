"""Short messages that come in by the API: wishes obeyed, answers in their case, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit.events import SYSTEM, events_of
from aftercare.mail.models import Letter
from aftercare.mail.rules import Wish, wish_in
from aftercare.mail.states import LetterState
from aftercare.outbound import actions as outbound
from aftercare.outbound.models import Channel, Message, OptOut
from aftercare.outbound.permitting import is_unwanted
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
NUMBER = "13800138001"


def told(text: str, message: str = "mo-1", **more: str) -> dict[str, Any]:
    at = timezone.now().isoformat()
    return {"message": message, "sender": NUMBER, "text": text, "received_at": at, **more}


@pytest.mark.parametrize("text", ["TD", "td。", " 退订 ", "回复TD", "ＴＤ", "Stop", "拒收！", "T"])
def test_a_word_alone_asks_for_no_more(text: str) -> None:
    assert wish_in(text) == Wish.STOP


@pytest.mark.parametrize("text", ["", "取消", "N", "我要退订三号机组的年检", "TD 3 号机组", "好的"])
def test_a_sentence_or_an_answer_asks_for_nothing(text: str) -> None:
    assert wish_in(text) is None


def test_td_ends_notices_and_a_later_word_brings_them_back(api: Api, cast: Cast) -> None:
    letter = api.post("/short-messages", told("TD"))
    assert letter["state"] == "done"
    assert is_unwanted("notice", NUMBER, None)
    page = signed_in(cast, "agent").get(f"/letters/{letter['id']}").content.decode()
    assert "按其要求，不再向该号码发送通知" in page
    again = api.post("/short-messages", told("TD"))
    assert again["id"] == letter["id"]
    assert OptOut.objects.count() == 1
    api.post("/short-messages", told("恢复", "mo-2", sender=f"+86 {NUMBER}"))
    assert not is_unwanted("notice", NUMBER, None)


def test_an_answer_to_what_we_wrote_about_a_case_goes_into_it(api: Api, cast: Cast) -> None:
    case = _case_of(cast)
    _written_about(case)
    letter = api.post("/short-messages", told("明天下午在家"))
    assert (letter["state"], letter["case"]) == ("in-case", case.number)
    notes = [one for one in events_of(case.reference) if one.kind == "case.noted"]
    assert [(one.data["text"], one.data["internal"]) for one in notes] == [("明天下午在家", False)]
    page = signed_in(cast, "agent").get(f"/cases/{case.number}").content.decode()
    assert f"/letters/{letter['id']}" in page


def test_what_a_stranger_writes_waits_and_becomes_a_case(api: Api, cast: Cast) -> None:
    letter = api.post("/short-messages", told("三号机组漏水"))
    assert letter["state"] == "waiting"
    agent = signed_in(cast, "agent")
    listed = agent.get("/letters/?channel=sms").content.decode()
    assert "三号机组漏水" in listed
    assert "三号机组漏水" not in agent.get("/letters/?channel=email").content.decode()
    assert NUMBER in agent.get(f"/letters/{letter['id']}").content.decode()
    form = agent.get(f"/letters/{letter['id']}/case").context["form"]
    assert (form["source"].value(), form["reporter_phone"].value()) == ("sms", NUMBER)
    customer = cast.organisations["customer"].pk
    made = api.post(f"/letters/{letter['id']}/case", {"customer": customer})
    case = Case.objects.get(number=made["case"])
    assert (case.source, case.reporter_phone, case.reporter_email) == ("sms", NUMBER, "")


def test_what_makes_no_sense_is_refused(api: Api) -> None:
    assert api.refused("/short-messages", told("TD", sender="010-62552001")) == "refused"
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.refused("/short-messages", told("TD", received_at=later)) == "future"
    unset = "1970-01-01T00:00:00Z"
    assert api.refused("/short-messages", told("TD", received_at=unset)) == "too-early"
    assert not Letter.objects.exists()


def test_very_many_of_one_number_are_set_aside_but_a_wish_is_obeyed(api: Api) -> None:
    for count in range(31):
        last = api.post("/short-messages", told(f"喂 {count}", f"mo-{count}"))
    assert (last["state"], last["why"]) == ("aside", "too-many")
    assert api.post("/short-messages", told("TD", "mo-td"))["state"] == LetterState.DONE
    assert is_unwanted("notice", NUMBER, None)


def _case_of(cast: Cast) -> Case:
    at = timezone.now()
    report = desk.Report(customer=cast.organisations["customer"], source="phone", symptom="漏水")
    return desk.register_case(report, by=cast["agent"], at=at, reported_at=at).case


def _written_about(case: Case) -> None:
    """The customer has a short message of ours about their case."""
    at = timezone.now()
    values = {
        "number": case.number,
        "symptom": "漏水",
        "name": "韩梅",
        "company": "守约",
        "solution": "已修好",
    }
    with transaction.atomic():
        message = outbound.queue(
            channel=Channel.SMS, to=NUMBER, template="case-closed", language="zh-hans",
            about=case.reference, key=f"test:{case.pk}", values=values, by=SYSTEM, at=at,
        )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=at, next_at=None)
