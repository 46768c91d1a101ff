"""P07-B at the desk, in a real browser: place and difficulty of a hospital's problem decide the
time, a make-up Saturday counts as a working day, the clock stands still while the hospital is
waited for, and goes on when the case is reopened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.desk.models import Case
from aftercare.web.demo.cast import make_cast
from tests.plugins.api import SHANGHAI, Api
from tests.plugins.browser import axe
from tests.stories.telling import Deal
from tests.stories.test_p14_in_browser import called, clock_of, do, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THURSDAY = datetime(2026, 2, 26, 10, 0, tzinfo=SHANGHAI)  # Saturday the 28th is worked


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The server's clock, in the week of a make-up Saturday."""
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


def hospital(place: str) -> Deal:
    people: Any = SimpleNamespace(cast=make_cast())
    return Deal(cast(Api, people), "p07", service="hospital-software", place=place)


def registered(page: Page, server: LiveServer, symptom: str, **facts: str) -> None:
    """Take a call about the unit at the desk, choose what is known, and register it."""
    called(page, server, symptom)
    for name, value in facts.items():
        page.locator(f"#id_{name}").select_option(value)
    page.locator("[data-sends]").click()
    page.wait_for_url("**/cases/C*")


@pytest.mark.clause("P07-45")
@pytest.mark.parametrize(("place", "due"), [
    ("北京市/海淀区", "12:00"), ("河北省/保定市", "22:00"), ("广东省/广州市", "2月28日"),
])  # fmt: skip
def test_the_region_of_the_hospital_decides_how_soon_somebody_is_there(
    live_server: LiveServer, page: Page, place: str, due: str
) -> None:
    hospital(place)
    registered(page, live_server, "服务器不启动", needs="visit")
    expect(clock_of(page, "按地区上门")).to_contain_text(due)


@pytest.mark.clause("P07-41")
def test_a_complex_problem_has_three_working_days_with_the_saturday_waits_and_comes_back(
    live_server: LiveServer, page: Page, clock: Any
) -> None:
    hospital("北京市/海淀区")
    registered(page, live_server, "数据对不上", difficulty="complex")
    expect(clock_of(page, "疑难问题解决")).to_contain_text("3月3日 00:00")
    assert axe(page) == []
    do(page, "等待", reason="customer")
    assert state("software-complex-solved") == "paused"
    clock.shift(timedelta(days=1))
    do(page, "恢复")
    expect(clock_of(page, "疑难问题解决")).to_contain_text("3月4日 00:00")
    do(page, "已解决", solution="补丁 3")
    assert state("software-complex-solved") == "kept"
    do(page, "重新打开", reason="又对不上")
    assert (Case.objects.get().state, state("software-complex-solved")) == ("reopened", "open")
