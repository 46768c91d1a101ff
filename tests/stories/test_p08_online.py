"""P08 online: a question on the website is answered at once, or somebody is told; what web and
telephone do not solve is visited, and followed up by a call."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.chat import actions
from aftercare.chat.models import Consultation
from aftercare.desk.models import Case
from aftercare.promises.models import Alert, Commitment
from aftercare.web.demo.cast import make_cast
from aftercare.worker import run
from tests.plugins.api import SHANGHAI, Api
from tests.plugins.browser import axe
from tests.stories.telling import Deal
from tests.stories.test_p01_in_browser import sign_in
from tests.stories.test_p14_in_browser import do, state

SUNDAY = datetime(2026, 3, 1, 3, 0, tzinfo=SHANGHAI)
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def clock() -> Iterator[Any]:
    """The night of a Sunday: somebody is always on duty at the website."""
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def deal(clock: Any) -> Deal:
    people: Any = SimpleNamespace(cast=make_cast())
    made = Deal(cast(Api, people), "p08")
    actions.come_on_duty(people.cast["agent"], at=timezone.now())
    return made


def asks(browser: Client, deal: Deal, text: str = "打印机卡纸") -> Consultation:
    """The customer opens the unit by its code, and asks about it."""
    browser.get(f"/u/{deal.unit.code}")
    said = {"id": str(uuid.uuid4()), "text": text, "name": "刘芳", "unit": deal.unit.pk}
    assert browser.post("/ask", said).status_code == 302
    return Consultation.objects.get()


@pytest.mark.django_db
@pytest.mark.clause("P08-09", "P08-10", "P08-11")
def test_a_question_online_has_five_minutes_also_on_a_sunday_night(
    client: Client, deal: Deal, clock: Any
) -> None:
    asked = asks(client, deal)
    [promised] = Commitment.objects.filter(subject=asked.reference)
    assert (promised.promise, promised.state) == ("online-answer", "open")
    assert promised.due_at == datetime(2026, 3, 1, 3, 5, tzinfo=SHANGHAI)
    clock.shift(301)
    run.run_until_idle(timezone.now())
    manager = Client()
    manager.force_login(deal.api.cast["manager"])
    assert "网站在线咨询立即答复" in manager.get("/alerts").content.decode()
    alert = Alert.objects.filter(person=deal.api.cast["manager"], step="late").get()
    opened = manager.post(f"/alerts/{alert.pk}/open", follow=True).content.decode()
    assert "打印机卡纸" in opened
    agent = Client()
    agent.force_login(deal.api.cast["agent"])
    agent.post(f"/consultations/{asked.pk}/take")
    words = {"text": "请取出纸盒", "key": str(uuid.uuid4())}
    assert agent.post(f"/consultations/{asked.pk}/say", words, headers=FETCH).status_code == 200
    assert state("online-answer") == "late"


@pytest.mark.django_db
@pytest.mark.clause("P08-10")
def test_an_answer_within_the_time_keeps_the_promise(client: Client, deal: Deal) -> None:
    asked = asks(client, deal)
    agent = Client()
    agent.force_login(deal.api.cast["agent"])
    agent.post(f"/consultations/{asked.pk}/take")
    assert state("online-answer") == "open"  # taken is not answered
    words = {"text": "请取出纸盒", "key": str(uuid.uuid4())}
    agent.post(f"/consultations/{asked.pk}/say", words, headers=FETCH)
    assert state("online-answer") == "kept"
    client.post("/ask/talk/finish", {"answered": "yes"})
    assert not Case.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("P08-12", "P08-21", "P08-22", "P08-27")
def test_what_web_and_telephone_do_not_solve_is_visited_and_followed_up(
    live_server: LiveServer, page: Page, deal: Deal, clock: Any
) -> None:
    visitor = page.context.browser.new_context(locale="zh-CN").new_page()  # type: ignore[union-attr]
    visitor.goto(f"{live_server.url}/u/{deal.unit.code}")
    visitor.goto(f"{live_server.url}/ask")
    visitor.get_by_label("您的问题").fill("打印机卡纸")
    visitor.get_by_label("您的称呼").fill("刘芳")
    visitor.get_by_role("button", name="立即提问").click()
    expect(visitor.get_by_text("您的问题已收到")).to_be_visible()
    sign_in(page, live_server, "agent")
    page.goto(f"{live_server.url}/consultations/")
    page.get_by_role("button", name="接入").click()
    page.get_by_role("textbox", name="消息").fill("请取出纸盒再装回。")
    page.get_by_role("button", name="发送").click()  # sends also before the script is there
    expect(page.locator(".said-mine[data-number]")).to_contain_text("请取出纸盒")
    expect(visitor.get_by_text("请取出纸盒再装回。")).to_be_visible(timeout=15_000)
    visitor.get_by_role("textbox", name="消息").fill("还是卡")
    visitor.get_by_role("button", name="发送").click()
    expect(page.get_by_text("还是卡")).to_be_visible(timeout=15_000)
    page.get_by_text("未解答：登记服务单").click()
    page.locator("#id_kind").select_option("fault")
    page.get_by_label("需要上门").check()
    page.get_by_role("button", name="登记服务单").click()
    page.wait_for_url("**/cases/C*")
    case = Case.objects.get()
    assert (case.state, case.kind, case.unit) == ("needs-visit", "fault", deal.unit)
    expect(page.get_by_text("网页对话已附上")).to_be_visible()
    assert axe(page) == []
    assert state("on-site") == "open"
    do(page, "已解决", solution="更换纸轮")
    assert state("follow-up") == "open"
    recorded = {"id": str(uuid.uuid4()), "result": "使用正常，服务满意"}
    agent = Client()
    agent.force_login(deal.api.cast["agent"])
    case.refresh_from_db()
    recorded["revision"] = str(case.revision)
    sent = agent.post(f"/cases/{case.number}/act/case.followed_up", recorded)
    assert (sent.status_code, state("follow-up")) == (302, "kept")
    visitor.goto(f"{live_server.url}/ask/talk")
    visitor.get_by_role("link", name="查看进展").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(case.number)
    visitor.context.close()
