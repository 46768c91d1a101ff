"""P14 at the desk, in a real browser: a level is chosen by its meaning, the clocks run by the
level, stand still while the customer is waited for, and go on when the case is reopened."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from playwright.sync_api import Locator, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.desk.models import Case
from aftercare.promises.models import Commitment
from aftercare.web.demo.cast import make_cast
from tests.plugins.api import SHANGHAI, Api
from tests.plugins.browser import axe
from tests.stories.telling import Deal
from tests.stories.test_p01_in_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal() -> Deal:
    people: Any = SimpleNamespace(cast=make_cast())
    return Deal(cast(Api, people), "p14", components=("software", "hardware"))


def state(promise: str) -> str:
    return Commitment.objects.filter(promise=promise).order_by("-pk")[0].state


def called(page: Page, server: LiveServer, symptom: str) -> None:
    """Take a call about the unit at the desk; it is not registered yet."""
    sign_in(page, server, "agent")
    page.goto(f"{server.url}/intake")
    expect(page.get_by_role("combobox", name="谁来电")).to_be_focused()
    page.keyboard.type("SN-1")
    page.get_by_role("option").filter(has_text="SN-1").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("HT-1").first).to_be_visible()
    page.locator("#id_symptom").fill(symptom)


def clock_of(page: Page, promise: str) -> Locator:
    """The line of a promise that runs, or would run if the call were registered like this."""
    return page.locator("ul.clocks li").filter(has_text=promise)


@pytest.mark.clause("P14-15", "P14-20")
def test_the_level_decides_how_soon_somebody_is_there(
    live_server: LiveServer, page: Page, deal: Deal
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI), tick=False):
        called(page, live_server, "报表打不开")
        page.locator("#id_needs").select_option("visit")
        for level, due in (("一级", "13:00"), ("二级", "17:00"), ("三级", "明天 09:00"),
                           ("四级", "3月4日 09:00")):  # fmt: skip
            page.locator("label.level").filter(has_text=level).click()
            expect(clock_of(page, "到达现场")).to_contain_text(due)


@pytest.mark.clause("P14-21", "P14-29")
@pytest.mark.parametrize(("reported", "due"), [
    ("2026-02-27 16:50", "明天 08:35"),  # ten minutes on Friday, five on the make-up Saturday
    ("2026-02-28 16:50", "3月2日 08:35"),  # from the make-up Saturday over Sunday
    ("2026-03-06 16:50", "3月9日 08:35"),  # an ordinary Saturday is closed
])  # fmt: skip
def test_office_hours_are_open_on_a_make_up_saturday(
    live_server: LiveServer, page: Page, deal: Deal, reported: str, due: str
) -> None:
    moment = datetime.fromisoformat(reported).replace(tzinfo=SHANGHAI)
    with time_machine.travel(moment, tick=False):
        called(page, live_server, "报表打不开")
        page.locator("label.level").filter(has_text="三级").click()
        page.locator("[data-sends]").click()
        page.wait_for_url("**/cases/C*")
        expect(clock_of(page, "立即回电")).to_contain_text(due)


@pytest.mark.clause("P14-16", "P14-20")
def test_a_level_one_fault_waits_for_the_customer_is_solved_and_reopened(
    live_server: LiveServer, page: Page, deal: Deal
) -> None:
    called(page, live_server, "系统崩溃")
    page.locator("label.level").filter(has_text="一级").click()
    page.locator("#id_needs").select_option("visit")
    page.locator("[data-sends]").click()
    page.wait_for_url("**/cases/C*")
    facts = Case.objects.get().facts
    assert (facts["severity"], facts["needs"]) == ("1", "visit")
    assert axe(page) == []
    do(page, "等待", reason="customer")
    assert (state("arrive"), state("recover")) == ("paused", "paused")
    do(page, "恢复")
    assert (state("arrive"), state("recover")) == ("open", "open")
    do(page, "已解决", solution="恢复备份")
    assert state("recover") == "kept"
    do(page, "重新打开", reason="再次崩溃")
    assert (Case.objects.get().state, state("recover")) == ("reopened", "open")


def do(page: Page, button: str, **fields: str) -> None:
    """Press a button of the case page, fill in what it asks for, and send it."""
    pressed = page.locator("#moves .btn").filter(has_text=button).first
    pressed.wait_for()
    page.wait_for_load_state()  # before its script runs, a button leads to a page of its own
    if not fields:
        with page.expect_response(sent):
            pressed.click()
        return
    pressed.click()
    for name, value in fields.items():
        field = page.locator(f"#act-body [name={name}]")
        field.wait_for()
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_response(sent):
        page.locator("#act-body [type=submit]").first.click()


def sent(answer: Response) -> bool:
    """The answer to something done to a case."""
    return answer.request.method == "POST" and "/act/" in answer.url
