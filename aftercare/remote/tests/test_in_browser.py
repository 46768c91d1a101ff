"""P14 in a real browser: the customer complains and another technician comes; the customer allows
work on the system, and every change stands in the log that the customer reads."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.complaints.models import Complaint
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.desk.tests.test_in_browser import sign_in
from aftercare.web.demo.cast import make_cast
from tests.plugins.browser import PHONE, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case() -> Case:
    """A case under P14, reported an hour ago, on which a technician was sent."""
    stage, at = Stage(make_cast()), timezone.now()
    unit = stage.unit("p14")
    report = actions.Report(customer=unit.customer, unit=unit, symptom="报表打不开")
    agent, hour = stage.cast["agent"], timedelta(hours=1)
    found = actions.register_case(report, by=agent, at=at - hour).case
    actions.assign_case(found, to=stage.cast["technician"], by=agent, at=at - hour / 2)
    return found


def stands(page: Page) -> tuple[list[str], bool]:
    """What axe finds, and whether nothing reaches over the right edge."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return axe(page), bool(fits)


@pytest.mark.clause("P14-32")
def test_a_complaint_about_the_technician_brings_another(
    live_server: LiveServer, page: Page, browser: Browser, case: Case
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, "customer")
    page.goto(f"{live_server.url}/my/cases/{case.number}")
    page.get_by_role("link", name="对处理不满意").click()
    page.get_by_label("上门或来电的人员").check()
    page.get_by_label("用一句话说明哪里不满意").fill("态度差，没有解决问题")
    page.get_by_label("您希望怎样解决").select_option("another-person")
    assert stands(page) == ([], True)
    page.get_by_role("button", name="提交投诉").click()
    complaint = Complaint.objects.get()
    expect(page.get_by_role("heading", level=1)).to_contain_text(complaint.number)
    expect(page.get_by_text("我们已收到您的投诉")).to_be_visible()
    assert stands(page) == ([], True)
    desk = browser.new_context(locale="zh-CN").new_page()
    sign_in(desk, live_server, "dispatcher")
    desk.goto(f"{live_server.url}/cases/{case.number}")
    expect(desk.locator("#complaints")).to_contain_text(complaint.number)
    expect(desk.locator("#clocks")).to_contain_text("用户投诉技术人员后由总部改派他人")
    desk.get_by_role("link", name="提议改派工程师").click()
    expect(desk.locator("#act-body")).to_contain_text(f"客户已投诉（{complaint.number}）")
    assert axe(desk) == []
    choices = desk.locator("#act_to")
    first, second = case.responsible, complaint.person
    assert first == second is not None
    choices.select_option(str(second.pk))
    desk.locator("#act-body button[type=submit]").click()
    expect(desk.get_by_text("不得再派").first).to_be_visible()
    other = desk.locator("#act_to option", has_text="孙").first.get_attribute("value")
    desk.locator("#act_to").select_option(other)
    desk.get_by_role("button", name="指派", exact=True).click()
    expect(desk.locator("#clocks")).not_to_contain_text("等待决定")
    case.refresh_from_db()
    assert case.responsible != second
    desk.context.close()


@pytest.mark.clause("P14-22", "P14-23")
def test_an_authorised_session_with_its_change_log(
    live_server: LiveServer, page: Page, browser: Browser, case: Case
) -> None:
    sign_in(page, live_server, "agent")
    page.goto(f"{live_server.url}/cases/{case.number}")
    page.locator("#remote").get_by_role("link", name="申请远程接入").click()
    page.get_by_label("接入目的").fill("查明报表打不开的原因")
    page.get_by_label("授权范围").fill("只看报表服务；可改缓存大小")
    page.get_by_role("button", name="申请远程接入").click()
    link = page.get_by_label("客户链接").input_value()
    assert axe(page) == []
    phone = browser.new_context(locale="zh-CN", viewport=PHONE).new_page()
    phone.goto(link)
    expect(phone.get_by_text("只看报表服务；可改缓存大小")).to_be_visible()
    assert "authorise/" not in phone.url
    assert stands(phone) == ([], True)
    phone.get_by_label("您的称呼").fill("张伟")
    phone.get_by_role("button", name="同意", exact=True).click()
    expect(phone.get_by_text("您已授权")).to_be_visible()
    phone.context.close()
    page.reload()
    page.get_by_role("button", name="接入").click()
    page.get_by_role("link", name="登记变更").click()
    page.get_by_label("变更内容").fill("缓存由 128 MB 改为 512 MB")
    page.get_by_role("button", name="登记变更").click()
    expect(page.locator("#changes")).to_contain_text("512 MB")
    assert stands(page) == ([], True)
    case.refresh_from_db()
    assert case.state == "remote"
