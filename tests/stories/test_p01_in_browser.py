"""P01 at the desk, in a real browser: the call is taken, the clocks run, the fault is solved."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.desk.models import Case
from aftercare.web.demo.cast import make_cast
from tests.plugins.api import Api
from tests.plugins.browser import axe
from tests.stories.telling import Deal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal() -> Deal:
    people: Any = SimpleNamespace(cast=make_cast())
    return Deal(cast(Api, people), "p01")


def sign_in(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill("demo")
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.clause("P01-04", "P01-05", "P01-06")
def test_an_agent_takes_a_call_by_keyboard_and_sees_the_clocks(
    live_server: LiveServer, page: Page, deal: Deal
) -> None:
    sign_in(page, live_server, "agent")
    page.goto(f"{live_server.url}/intake")
    expect(page.get_by_role("combobox", name="谁来电")).to_be_focused()
    page.keyboard.type("SN-1")
    page.get_by_role("option").filter(has_text="SN-1").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("HT-1").first).to_be_visible()
    page.locator("#id_symptom").fill("冷水机组停机")
    page.locator("#id_needs").select_option("visit")
    page.locator("[data-sends]").click()
    page.wait_for_url("**/cases/C*")
    expect(page.locator("h1")).to_have_text("冷水机组停机")
    for promise in ("半小时内响应", "两小时内到达现场", "四小时内处理完毕"):
        expect(page.get_by_text(promise).first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="响应", exact=True).first.click()
    expect(page.locator(".page-head")).to_contain_text("已响应")
    assert Case.objects.get().state == "answered"
