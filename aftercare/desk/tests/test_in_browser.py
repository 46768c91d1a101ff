"""The desk in a real browser: a call taken without a mouse, and two people on one case."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.catalog import entries as catalogue
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.kit import search
from aftercare.web.demo.cast import make_cast
from tests.plugins.browser import DESKTOP, PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Stage:
    """Two units of the customer under P01, to be found by the search."""
    stage = Stage(make_cast())
    for serial in ("CH300-26-001", "CH300-26-002"):
        stage.unit("p01", serial)
    search.rebuild(*catalogue.everything(timezone.now()))
    return stage


def sign_in(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill("demo")
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_fast_typist_takes_a_call_without_a_mouse(
    live_server: LiveServer, page: Page, desk: Stage
) -> None:
    sign_in(page, live_server, "agent")
    page.goto(f"{live_server.url}/intake")
    expect(page.get_by_role("combobox", name="谁来电")).to_be_focused()
    page.keyboard.type("13600000001")
    page.keyboard.press("Enter")  # before the suggestions are there
    expect(page.locator("#id_symptom")).to_be_focused()
    expect(page.locator("#id_reporter_name")).to_have_value("张伟")
    page.keyboard.type("冷水机组停机")
    page.locator("#id_unit").select_option(label="设备 CH300-26-002")
    expect(page.locator("#foreseen")).to_contain_text("半小时内响应")
    page.locator("#id_needs").select_option("visit")
    expect(page.locator("#foreseen")).to_contain_text("两小时内到达现场")
    expect(page.locator("#id_symptom")).to_have_value("冷水机组停机")
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/C*")
    case = Case.objects.get()
    assert case.unit is not None
    assert (case.unit.serial, case.reporter_phone) == ("CH300-26-002", "13600000001")


@pytest.mark.looks
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_fit_a_telephone(
    live_server: LiveServer, page: Page, desk: Stage, colours: str
) -> None:
    case = desk.case(desk.unit("p14", "PM5-26-01"), symptom="报表打不开")
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "theme", "value": colours, "url": live_server.url}])
    sign_in(page, live_server, "agent")
    for address in (f"/intake?picked=unit/{case.unit_id}", "/register", "/board", "/cases"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert axe(page) == [], address


def test_the_second_of_two_is_told_what_the_first_did(
    live_server: LiveServer, page: Page, browser: Browser, desk: Stage
) -> None:
    case = actions.register_case(
        actions.Report(customer=desk.cast.organisations["customer"], symptom="停机"),
        by=desk.cast["agent"], at=timezone.now(),
    ).case  # fmt: skip
    address = f"{live_server.url}/cases/{case.number}"
    other = browser.new_context(viewport=DESKTOP, locale="zh-CN").new_page()
    for one, username in ((page, "agent"), (other, "dispatcher")):
        sign_in(one, live_server, username)
        one.goto(address)
    other.keyboard.press("a")
    expect(other.locator(".page-head")).to_contain_text("已响应")
    page.keyboard.press("w")
    window = page.locator("#act-body")
    expect(window).to_contain_text("您打开页面之后，以下内容已有变动")
    expect(window).to_contain_text("周航")
    other.keyboard.press("f")  # and once more, while the first fills in the form
    other.locator("#act-body select").select_option(index=1)
    other.locator("#act-body button[type=submit]").click()
    expect(other.locator(".page-head")).to_contain_text("已转交")
    window.locator("select").select_option("customer")
    window.locator("button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("有人先您一步")
    expect(page.locator("main")).to_contain_text("转交")
    page.get_by_role("button", name="等待", exact=True).click()
    page.wait_for_url(address)
    expect(page.locator(".page-head")).to_contain_text("等待中")
    other.context.close()
