"""A conversation between two browsers, over the real servers: pages, stream, and a stream that is
killed in the middle. On PostgreSQL the pages are served by two processes."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from aftercare.web.tests.conftest import Installation, Make
from aftercare.web.tests.test_push import pushing
from aftercare.web.tests.test_serving import processes, until
from tests.plugins.browser import DESKTOP, PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # so that both engines run it
ON_DUTY = """
import django; django.setup()
from django.test import Client
from django.utils import timezone
from aftercare.chat import actions
from aftercare.people.models import Person
agent = Person.objects.get(username="wang")
actions.come_on_duty(agent, at=timezone.now())
browser = Client()
browser.force_login(agent)
print(browser.session.session_key)
"""
PATIENCE = 90_000  # milliseconds; machines that test are busy


@contextmanager
def opened(
    browser: Browser, address: str, session: str = "", *, phone: bool = False
) -> Iterator[Page]:
    """A browser of somebody; no error of a script goes unnoticed."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai",
        base_url=address, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    cookies = {"django_language": "zh-hans", **({"sessionid": session} if session else {})}
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def here(filled: Make) -> Installation:
    made = filled()
    made.more["AFTERCARE_WEB_WORKERS"] = "2"  # SQLite has one in any case
    return made


def said(page: Page) -> list[str]:
    return page.locator(".said-text").all_inner_texts()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="消息").fill(text)
    page.get_by_role("button", name="发送").click()  # which is there before the script


@pytest.mark.timeout(900)
@pytest.mark.clause("P15-08")
def test_two_browsers_talk_and_neither_loses_nor_doubles_a_word_when_the_stream_breaks(
    here: Installation, browser: Browser
) -> None:
    with pushing(here) as (address, _door):
        session = here.python(ON_DUTY).strip()
        with (
            opened(browser, address, phone=True) as visitor,
            opened(browser, address, session) as agent,
        ):
            _ask(visitor)
            _take(agent)
            expect(visitor.get_by_text("王经理正在为您解答")).to_be_visible(timeout=PATIENCE)
            agent.get_by_role("textbox", name="消息").press_sequentially("请")
            expect(visitor.get_by_text("我们正在输入")).to_be_visible(timeout=PATIENCE)
            write(agent, "请点“文件—导出”。")
            expect(visitor.get_by_text("请点“文件—导出”。")).to_be_visible(timeout=PATIENCE)
            expect(agent.locator("[data-shows=delivered]")).to_be_visible(timeout=PATIENCE)
            fits = "document.documentElement.scrollWidth <= innerWidth"
            assert (axe(visitor), axe(agent), visitor.evaluate(fits)) == ([], [], True)
            _break_stream(here)
            write(visitor, "点了没有反应")
            write(visitor, "窗口是灰的")
            write(agent, "您用的是哪个版本？")
            whole = ["如何导出报表？", "请点“文件—导出”。"]
            for page in (visitor, agent):
                for text in ("点了没有反应", "窗口是灰的", "您用的是哪个版本？"):
                    expect(page.get_by_text(text)).to_be_visible(timeout=PATIENCE)
            write(agent, "好的")
            expect(visitor.get_by_text("好的", exact=True)).to_be_visible(timeout=PATIENCE)
            until(lambda: said(visitor) == said(agent))
            assert said(visitor)[:2] == whole
            assert len(said(visitor)) == len(set(said(visitor))) == 6
            visitor.get_by_role("button", name="解决了，谢谢").click()
            expect(visitor.get_by_text("很高兴问题得到解答")).to_be_visible(timeout=PATIENCE)
            expect(agent.get_by_text("客户确认已解答")).to_be_visible(timeout=PATIENCE)


@pytest.mark.timeout(900)
def test_what_is_written_without_a_connection_is_sent_once_when_it_is_back(
    here: Installation, browser: Browser
) -> None:
    with pushing(here) as (address, _door):
        session = here.python(ON_DUTY).strip()
        with (
            opened(browser, address, phone=True) as visitor,
            opened(browser, address, session) as agent,
        ):
            _ask(visitor)
            _take(agent)
            visitor.context.set_offline(True)
            write(visitor, "在地下室写的")
            expect(visitor.get_by_text("连接中断")).to_be_visible(timeout=PATIENCE)
            visitor.context.set_offline(False)
            expect(agent.get_by_text("在地下室写的")).to_be_visible(timeout=PATIENCE)
            until(lambda: said(visitor) == said(agent) == ["如何导出报表？", "在地下室写的"])
            [(count,)] = here.execute("SELECT count(*) FROM chat_remark")
            assert count == 2


def _ask(visitor: Page) -> None:
    visitor.goto("/ask")
    expect(visitor.get_by_text("现在有人值守")).to_be_visible(timeout=PATIENCE)
    assert axe(visitor) == []
    visitor.get_by_label("您的问题").fill("如何导出报表？")
    visitor.get_by_label("您的称呼").fill("刘芳")
    visitor.get_by_label("电话", exact=True).fill("13512345678")
    visitor.get_by_role("button", name="立即提问").click()
    expect(visitor.get_by_text("您的问题已收到")).to_be_visible(timeout=PATIENCE)


def _take(agent: Page) -> None:
    agent.goto("/consultations/")
    expect(agent.locator(".nav-count")).to_have_text("1", timeout=PATIENCE)
    agent.get_by_role("button", name="接入").click()
    expect(agent.get_by_role("textbox", name="消息")).to_be_focused(timeout=PATIENCE)


def _break_stream(here: Installation) -> None:
    """KILL to the server of the stream, all its processes; the parent starts it anew."""
    for process in processes(here, "news"):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
