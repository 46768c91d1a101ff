"""A customer with a telephone in the hand: every page fits, and anybody can use it."""

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.catalog.models import Unit
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.portal.tests.conftest import CARD, PHONE_END, photo
from aftercare.web.demo.cast import Cast
from tests.plugins.browser import PHONE, axe

pytestmark = pytest.mark.browser


def stands(page: Page) -> tuple[list[str], bool]:
    """What axe finds, and whether nothing reaches over the right edge."""
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return axe(page), bool(fits)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_reporting_and_following_on_a_telephone(
    live_server: LiveServer, page: Page, unit: Unit, cast: Cast, colours: str
) -> None:
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "theme", "value": colours, "url": live_server.url}])
    page.goto(f"{live_server.url}/portal")
    assert stands(page) == ([], True)
    page.get_by_label("设备上的编码").fill(CARD)
    page.get_by_label("您电话的后四位").fill(PHONE_END)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text(unit.serial)).to_be_visible()
    page.get_by_role("button", name="提交报修").click()
    expect(page.locator("#id_symptom_error")).to_be_visible()
    assert stands(page) == ([], True)
    page.get_by_label("一句话说明问题").fill("压缩机有异响，出风不冷")
    page.get_by_label("您的称呼").fill("刘芳")
    page.get_by_label("回电号码").fill("13512345678")
    picture = FilePayload(name="plate.jpg", mimeType="image/jpeg", buffer=photo().read())
    page.get_by_label("照片").set_input_files([picture])
    page.get_by_role("button", name="提交报修").click()
    expect(page.get_by_label("专属链接")).to_be_visible()
    case = Case.objects.get()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.number)
    assert stands(page) == ([], True)
    actions.move_case(case, "solve", by=cast["agent"], at=timezone.now(),
                      data={"solution": "更换了启动电容"})  # fmt: skip
    page.reload()
    page.get_by_text("没有解决", exact=True).click()
    assert stands(page) == ([], True)
    page.get_by_role("button", name="是的，已解决").click()
    page.get_by_label("5 – 非常满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您给了 5 星")).to_be_visible()
    assert stands(page) == ([], True)
    case.refresh_from_db()
    assert (case.state, case.rating) == ("confirmed", 5)
