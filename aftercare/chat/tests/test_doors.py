"""Live consultation through its pages: asking, answering, ending, and what strangers see."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from aftercare.catalog.models import Unit
from aftercare.chat import actions, jobs, personal, visiting
from aftercare.chat.models import Attendance, Consultation, Remark
from aftercare.chat.tests.conftest import FETCH, Visitor, signed_in
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import statements
from aftercare.duty import actions as duty
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Event
from aftercare.people.models import Organisation
from aftercare.portal.tests.conftest import photo
from aftercare.web.demo.cast import Cast
from tests.plugins.api import SHANGHAI

pytestmark = pytest.mark.django_db


def say(browser: Client, pk: int, text: str, key: str = "") -> Any:
    sent = {"text": text, "key": key or str(uuid.uuid4())}
    return browser.post(f"/consultations/{pk}/say", sent, headers=FETCH)


def kinds(subject: str) -> list[str]:
    rows = Event.objects.filter(subject=subject).order_by("sequence")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.clause("P08-09", "P15-08")
def test_a_question_is_answered_by_whoever_is_on_duty_and_ends_there(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    agent = signed_in(on_duty, "agent")
    assert "如何导出报表？" in agent.get("/consultations/").content.decode()
    assert 'aria-hidden="true">1</span>' in agent.get("/consultations/badge").content.decode()
    assert agent.post(f"/consultations/{asked.pk}/take").status_code == 302
    assert "林晓正在为您解答" in visitor.page()
    assert say(agent, asked.pk, "点“文件—导出”。").status_code == 200
    told = visitor.news(after=1)["messages"]
    assert [(one["number"], one["side"], one["text"]) for one in told] == [
        (2, "agent", "点“文件—导出”。")
    ]
    visitor.client.post("/ask/talk/finish", {"answered": "yes"})
    asked.refresh_from_db()
    assert (asked.state, asked.result, asked.case) == ("ended", "confirmed", None)
    assert visitor.say("还有").status_code == 422
    assert kinds(asked.reference) == [
        "consultation.asked", "consultation.taken", "consultation.answered", "consultation.ended",
    ]  # fmt: skip
    assert not Case.objects.exists()


@pytest.mark.clause("P08-11")
def test_with_nobody_on_duty_the_page_says_so_and_the_question_is_a_case_at_once(
    visitor: Visitor, cast: Cast
) -> None:
    assert "现在无人值守" in visitor.client.get("/ask").content.decode()
    visitor.ask("如何导出报表？\n急用")
    case = Case.objects.get()
    assert (case.symptom, case.source, case.kind) == ("如何导出报表？", "chat", "question")
    assert (case.reporter_name, case.reporter_phone) == ("刘芳", "13512345678")
    assert (case.customer.name, case.customer.kind) == ("刘芳", "household")
    assert case.number in visitor.page()
    assert (
        "如何导出报表？" in signed_in(cast, "agent").get(f"/cases/{case.number}").content.decode()
    )


def test_outside_the_hours_of_the_roster_the_page_says_when_we_open(
    visitor: Visitor, cast: Cast
) -> None:
    at = datetime(2026, 11, 29, 12, 0, tzinfo=SHANGHAI)  # a Sunday
    duty.add_roster(
        cast.departments["客户服务部"], by=cast["manager"], at=at, fields={"takes_reports": True}
    )
    with time_machine.travel(at, tick=False):
        page = visitor.client.get("/ask").content.decode()
        assert "恢复在线答复" in page
        assert "明天" in page
    with time_machine.travel(at + timedelta(hours=22), tick=False):
        assert "恢复在线答复" not in visitor.client.get("/ask").content.decode()


def test_who_is_on_duty_counts_as_gone_when_their_pages_are_closed(
    visitor: Visitor, on_duty: Cast
) -> None:
    agent = signed_in(on_duty, "agent")
    assert "现在有人值守" in visitor.client.get("/ask").content.decode()
    Attendance.objects.update(seen_at=timezone.now() - timedelta(minutes=4))
    assert "现在无人值守" in visitor.client.get("/ask").content.decode()
    agent.get("/consultations/badge")  # a page of theirs is open
    assert "现在有人值守" in visitor.client.get("/ask").content.decode()
    agent.post("/consultations/duty", {"on": "no"})
    assert "现在无人值守" in visitor.client.get("/ask").content.decode()
    agent.post("/consultations/duty", {"on": "yes"})
    assert "现在有人值守" in visitor.client.get("/ask").content.decode()


def test_of_two_agents_one_takes_it_and_the_other_is_told(
    asked: Consultation, on_duty: Cast
) -> None:
    first, second = signed_in(on_duty, "agent"), signed_in(on_duty, "dispatcher")
    first.post(f"/consultations/{asked.pk}/take")
    told = second.post(f"/consultations/{asked.pk}/take", follow=True).content.decode()
    assert "林晓已经接入这个咨询" in told
    assert Consultation.objects.get().agent == on_duty["agent"]
    assert say(second, asked.pk, "我来").status_code == 403
    assert second.post(f"/consultations/{asked.pk}/end").status_code == 403
    first.post(f"/consultations/{asked.pk}/give-back")
    second.post(f"/consultations/{asked.pk}/take")
    assert Consultation.objects.get().agent == on_duty["dispatcher"]


def test_the_same_sent_twice_is_kept_once(visitor: Visitor, asked: Consultation) -> None:
    again = visitor.client.post("/ask", visitor.last)
    assert (again.status_code, Consultation.objects.count()) == (302, 1)
    key = str(uuid.uuid4())
    first, second = (visitor.say("打不开", key).json()["messages"] for _each in range(2))
    assert first == second
    assert Remark.objects.count() == 2
    assert visitor.say("另一句").json()["messages"][0]["number"] == 3


def test_the_first_question_of_a_browser_sent_twice_at_once_asks_once(
    visitor: Visitor, on_duty: Cast
) -> None:
    """Neither of the two knows the cookies that the other is answered with."""
    visitor.client.get("/ask")
    twin = Visitor(Client())
    twin.client.cookies.load(visitor.client.cookies.output(header="", sep=";"))
    visitor.ask()
    twin.client.post("/ask", visitor.last)
    assert Consultation.objects.count() == 1


@pytest.mark.clause("P08-21")
def test_what_the_web_does_not_solve_becomes_a_case_that_may_be_visited(
    visitor: Visitor, unit: Unit, on_duty: Cast
) -> None:
    visitor.client.get(f"/u/{unit.code}")
    visitor.ask("打印机卡纸", unit=unit.pk, phone="")
    one = visitor.consultation
    agent = signed_in(on_duty, "agent")
    agent.post(f"/consultations/{one.pk}/take")
    say(agent, one.pk, "请取出纸盒再装回。")
    visitor.say("还是不行")
    given = {"kind": "fault", "symptom": "打印机卡纸", "needs_visit": "on"}
    done = agent.post(f"/consultations/{one.pk}/register", given)
    case = Case.objects.get()
    assert done.headers["Location"] == f"/cases/{case.number}"
    assert (case.state, case.unit, case.kind) == ("needs-visit", unit, "fault")
    assert kinds(case.reference) == [
        "case.reported", "case.answered", "case.guided", "case.visit_needed",
        "consultation.attached",
    ]  # fmt: skip
    page = agent.get(f"/cases/{case.number}").content.decode()
    assert f"/consultations/{one.pk}" in page
    assert "网页对话已附上" in page
    assert "还是不行" in agent.get(f"/consultations/{one.pk}").content.decode()
    assert "查看进展" in visitor.page()
    assert case.number in visitor.client.get("/follow").content.decode()


def test_a_customer_who_says_no_makes_it_a_case_also_after_the_end(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    agent = signed_in(on_duty, "agent")
    agent.post(f"/consultations/{asked.pk}/take")
    assert "尚未答复" in agent.post(f"/consultations/{asked.pk}/end", follow=True).content.decode()
    say(agent, asked.pk, "重启")
    agent.post(f"/consultations/{asked.pk}/end")
    assert "您的问题解决了吗" in visitor.page()
    for _twice in range(2):
        visitor.client.post("/ask/talk/finish", {"answered": "no"})
    case = Case.objects.get()
    assert (case.state, case.reported_at) == ("guiding", asked.asked_at.replace(microsecond=0))
    asked.refresh_from_db()
    assert (asked.state, asked.case) == ("case", case)
    assert "13512345678" in visitor.page()
    assert visitor.client.get("/follow").status_code == 404  # a number anybody may name


def test_a_question_is_not_told_what_we_know_of_the_owner_of_a_number(
    visitor: Visitor, cast: Cast
) -> None:
    whose = cast.organisations["household"]
    visitor.ask(phone=whose.phone)
    assert Case.objects.get().customer == whose
    assert whose.name not in visitor.page()
    assert Organisation.objects.filter(phone=whose.phone).count() == 1


def test_files_are_checked_and_seen_by_both_sides_alone(
    visitor: Visitor, asked: Consultation, on_duty: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sent = visitor.say("", sent=[photo("屏幕.jpg")]).json()["messages"]
    file = sent[0]["file"]
    assert (file["name"], file["picture"]) == ("屏幕.jpg", True)
    refused = visitor.say("", sent=[photo("a.jpg", b"MZ not a picture")])
    assert (refused.status_code, "a.jpg" in refused.json()["message"]) == (422, True)
    assert visitor.client.get(f"/ask/talk/files/{file['id']}").status_code == 200
    agent = signed_in(on_duty, "agent")
    assert agent.get(f"/consultations/{asked.pk}/files/{file['id']}").status_code == 200
    stranger = Visitor()
    stranger.ask()
    assert stranger.client.get(f"/ask/talk/files/{file['id']}").status_code == 404


def test_what_is_written_is_shown_as_it_was_written(visitor: Visitor, on_duty: Cast) -> None:
    visitor.ask("<script>alert(1)</script>")
    page = visitor.page()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_private_link_opens_one_conversation_and_nothing_else_does(
    visitor: Visitor, asked: Consultation
) -> None:
    elsewhere, link = Client(), _link(visitor.page())
    assert elsewhere.get("/ask/talk").status_code == 404
    assert elsewhere.get("/ask/open/" + "x" * 40).status_code == 404
    assert elsewhere.get(link).headers["Location"] == "/ask/talk"
    assert "如何导出报表？" in elsewhere.get("/ask/talk").content.decode()
    for address in (f"/consultations/{asked.pk}", f"/consultations/{asked.pk}/news"):
        assert elsewhere.get(address).status_code in {302, 403, 404}


def _link(page: str) -> str:
    start = page.index("/ask/open/")
    return page[start : page.index('"', start)]


def test_who_asks_too_much_or_too_little_is_told(visitor: Visitor, on_duty: Cast) -> None:
    for wrong, field in (({"text": " "}, "text"), ({"phone": ""}, "phone"), ({"name": ""}, "name")):
        page = visitor.ask(**{"text": "问", **wrong})
        assert page.status_code == 422
        assert f"id_{field}_error" in page.content.decode()
    statuses = [visitor.ask().status_code for _each in range(visiting.ASKED.times)]
    assert statuses[-1] == 429
    assert visitor.say("好" * 4001).status_code == 422


def test_both_see_what_arrived_and_that_the_other_is_typing_and_nothing_of_it_is_an_event(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    agent = signed_in(on_duty, "agent")
    agent.post(f"/consultations/{asked.pk}/take")
    before = Event.objects.count()
    agent.post(f"/consultations/{asked.pk}/signs", {"saw": 1, "typing": "on"})
    stand = visitor.news()["standing"]
    assert (stand["saw"], stand["typing"]) == (
        {"customer": 1, "agent": 1}, {"customer": False, "agent": True},
    )  # fmt: skip
    visitor.say("好的")
    visitor.client.post("/ask/talk/signs", {"saw": 99, "typing": "on"})
    stand = agent.get(f"/consultations/{asked.pk}/news").json()["standing"]
    assert (stand["saw"]["customer"], stand["typing"]["customer"]) == (2, True)
    signed_in(on_duty, "manager").post(f"/consultations/{asked.pk}/signs", {"saw": 2})
    assert Consultation.objects.get().agent_saw == 1  # who only looks on received nothing
    assert Event.objects.count() == before


@pytest.mark.clause("P08-10")
def test_a_question_nobody_answers_becomes_a_case_and_whoever_answers_that_answers_it(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    now = timezone.now()
    assert jobs.tend(now + timedelta(minutes=9)) == 0
    assert jobs.tend(now + timedelta(minutes=11)) == 1
    assert jobs.tend(now + timedelta(minutes=11)) == 0
    case = Case.objects.get()
    agent = signed_in(on_duty, "agent")
    moved = {"id": str(uuid.uuid4()), "revision": case.revision}
    assert agent.post(f"/cases/{case.number}/act/answer", moved).status_code == 302
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert kinds(asked.reference)[-1] == "consultation.answered"


def test_an_agent_who_leaves_loses_nothing(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    now = timezone.now()
    actions.take(asked, by=on_duty["agent"], at=now)
    assert jobs.tend(now + timedelta(minutes=29)) == 0
    assert jobs.tend(now + timedelta(minutes=31)) == 1
    assert Case.objects.get().symptom == "如何导出报表？"


def test_the_lists_ask_the_same_questions_with_one_row_and_with_three(
    visitor: Visitor, asked: Consultation, on_duty: Cast
) -> None:
    agent = signed_in(on_duty, "agent")
    agent.get("/consultations/")
    with statements() as for_one:
        agent.get("/consultations/")
    for _each in range(2):
        Visitor().ask()
    with statements() as for_three:
        agent.get("/consultations/")
    assert len(for_three) == len(for_one) > 0


def test_what_was_said_on_another_day_says_on_which(visitor: Visitor, asked: Consultation) -> None:
    said_at = Remark.objects.get().said_at
    hour = timezone.localtime(said_at).strftime("%H:%M")
    assert f">{hour}</time>" in visitor.page()
    with time_machine.travel(said_at + timedelta(days=1), tick=False):
        assert f">昨天 {hour}</time>" in visitor.page()


def test_it_works_without_a_script(visitor: Visitor, asked: Consultation) -> None:
    sent = {"text": "再问一句", "key": str(uuid.uuid4())}
    answer = visitor.client.post("/ask/talk/say", sent, follow=True)
    assert (answer.status_code, "再问一句" in answer.content.decode()) == (200, True)
    wrong = visitor.client.post("/ask/talk/say", {"text": "", "key": sent["key"]}, follow=True)
    assert "请先填写内容" in wrong.content.decode()


def test_what_a_person_asked_is_in_their_copy_and_can_be_masked(
    visitor: Visitor, on_duty: Cast
) -> None:
    customer = on_duty["customer"]
    visitor.client.force_login(customer)
    visitor.ask("我的打印机怎么了", name=customer.name, phone=customer.phone)
    one = visitor.consultation
    assert (one.person, one.customer, one.is_known) == (customer, customer.organisation, True)
    copy = visitor.client.get("/profile/data.json").content.decode()
    assert "我的打印机怎么了" in copy
    with pytest.raises(Refusal):
        personal.mask(customer, timezone.now())
    visitor.client.post("/ask/talk/finish", {"answered": "yes"})
    personal.mask(customer, timezone.now())
    one.refresh_from_db()
    assert (one.name, one.phone) == (f"#{customer.pk}", "")
    assert Remark.objects.get().by_name == f"#{customer.pk}"
