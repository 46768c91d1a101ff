"""P06-A in a real browser: a job is forwarded to a dealer, the clerk's check finds nothing, and
the leaders are told; beside it, who is on duty."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.desk import actions as desk
from aftercare.duty import actions as duty
from aftercare.kit.events import SYSTEM
from aftercare.promises.models import Commitment
from aftercare.web.demo.cast import make_cast
from aftercare.worker import run
from tests.plugins.api import SHANGHAI, Api
from tests.plugins.browser import axe
from tests.stories.telling import Deal
from tests.stories.test_p01_in_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPORTED = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)
CHECKED = datetime(2026, 3, 5, 15, 30, tzinfo=SHANGHAI)


@pytest.fixture
def deal() -> Deal:
    people: Any = SimpleNamespace(cast=make_cast())
    with time_machine.travel(REPORTED, tick=False):
        made = Deal(cast(Api, people), "p06", service="machinery")
        roster = duty.add_roster(
            people.cast.departments["客户服务部"], by=SYSTEM, at=REPORTED,
            fields={"head": people.cast["manager"], "covers": "always", "takes_reports": True},
        )  # fmt: skip
        duty.add_shift(
            roster, person=people.cast["agent"], days=range(5), begins=510, ends=1020,
            from_on=date(2026, 3, 2), by=SYSTEM, at=REPORTED,
        )  # fmt: skip
    return made


@pytest.mark.clause("P06-35", "P06-36", "P06-40", "P06-41")
def test_what_the_clerk_finds_not_arranged_is_told_to_the_leaders(
    live_server: LiveServer, page: Page, deal: Deal
) -> None:
    with time_machine.travel(REPORTED, tick=False):
        report = desk.Report(customer=deal.unit.customer, symptom="割台不转", unit=deal.unit)
        case = desk.register_case(report, by=SYSTEM, at=REPORTED).case
        address = f"{live_server.url}/cases/{case.number}"
        sign_in(page, live_server, "agent")
        page.goto(address)
        expect(page.get_by_text("当前值班").first).to_be_visible()
        page.locator("a", has_text="转交…").first.click()
        dialog = page.locator("#act-body")
        dialog.locator("select[name=to]").select_option(label="河北远航农机销售有限公司")
        dialog.get_by_role("button", name="转交", exact=True).click()
        expect(page.get_by_text("一般三包任务转交后安排").first).to_be_visible()
        assert axe(page) == []
    with time_machine.travel(CHECKED, tick=False):
        run.run_until_idle(CHECKED)
        page.goto(f"{address}/act/case.arrangement_checked")
        page.get_by_label("没有安排").check()
        page.locator("input[name=result]").fill("电话无人接听")
        page.get_by_role("button", name="记录", exact=True).click()
        page.wait_for_url("**/cases/C*")
        expect(page.get_by_text("未履职，记在接收方名下").first).to_be_visible()
        assert Commitment.objects.get(promise="checked").state == "kept"
        page.context.clear_cookies()
        sign_in(page, live_server, "leader")
        page.goto(f"{live_server.url}/alerts")
        expect(page.get_by_text("转交后没有落实安排")).to_be_visible()


@pytest.mark.clause("P08-11", "P14-30")
def test_who_is_on_duty_and_where_nobody_is(
    live_server: LiveServer, page: Page, deal: Deal
) -> None:
    with time_machine.travel(REPORTED, tick=False):
        sign_in(page, live_server, "agent")
        page.goto(f"{live_server.url}/duty/")
        expect(page.get_by_text("13900000004")).to_be_visible()
        assert axe(page) == []
        page.get_by_role("link", name="客户服务部").click()
        expect(page.get_by_text("今后两周内无人值班的时段")).to_be_visible()
        assert axe(page) == []
        page.set_viewport_size({"width": 360, "height": 800})
        page.get_by_role("link", name="周", exact=True).click()
        expect(page.locator(".duty-days li.duty-today")).to_contain_text("林晓")
        assert axe(page) == []
