"""An incident on a telephone: convened, here, the plan approved, a measure done."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.desk.tests.test_in_browser import sign_in
from aftercare.emergency import actions
from aftercare.emergency.models import Incident
from aftercare.kit.events import SYSTEM
from aftercare.web.demo.cast import Cast, make_cast
from tests.plugins.browser import PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Cast:
    """The cast with a leading group that the department head leads."""
    made, at = make_cast(), timezone.now() - timedelta(days=1)
    for name in ("lead", "technician"):
        actions.add_member(made[name], by=SYSTEM, at=at)
    return made


def stands(page: Page) -> tuple[list[str], bool]:
    """What axe finds, and whether nothing reaches over the right edge."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return axe(page), bool(fits)


@pytest.mark.clause("P14-27")
def test_whoever_is_convened_acts_from_a_telephone(
    live_server: LiveServer, page: Page, cast: Cast
) -> None:
    said = actions.Declared("机房断电，系统瘫痪", "UPS 未切换，全部业务中断。")
    found = actions.declare(said, by=cast["agent"], at=timezone.now())
    actions.draft_plan(found, "先切换发电机", by=cast["technician"], at=timezone.now())
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, "lead")
    page.goto(f"{live_server.url}/emergency/{found.number}")
    assert stands(page) == ([], True)
    page.get_by_role("button", name="我已到位").click()
    expect(page.locator("#convened")).to_contain_text("已到位")
    page.get_by_role("link", name="批准方案").click()
    expect(page.get_by_text("先切换发电机")).to_be_visible()
    page.get_by_role("button", name="批准方案").click()
    expect(page.locator("#plan")).to_contain_text("批准")
    page.get_by_role("link", name="增加措施").click()
    page.get_by_label("措施内容").fill("启动发电机")
    page.get_by_label("负责人").select_option(str(cast["lead"].pk))
    until = timezone.localtime() + timedelta(hours=2)
    page.get_by_label("完成时限").fill(f"{until:%Y-%m-%dT%H:%M}")
    assert stands(page) == ([], True)
    page.get_by_role("button", name="增加措施").click()
    page.locator("#measures").get_by_role("link", name="完成").click()
    page.get_by_label("结果或理由").fill("已供电")
    page.get_by_role("button", name="措施已完成").click()
    expect(page.locator("#measures")).to_contain_text("已供电")
    page.get_by_role("link", name="提交报告并结束").click()
    for label, words in (
        ("原因", "市电中断"),
        ("处理经过", "发电机供电"),
        ("今后的改进", "每季度放电"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="提交报告并结束").click()
    page.get_by_role("link", name="事件报告").click()
    expect(page.get_by_text("每季度放电")).to_be_visible()
    assert stands(page) == ([], True)
    assert Incident.objects.get().state == "closed"
