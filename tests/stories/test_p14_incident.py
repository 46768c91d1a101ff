"""P14-27 through the doors: an urgent fault becomes an incident, the leading group is convened at
once, the emergency plan is drawn up in time, measures are carried out, the report closes it."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-02-27 16:50")
    return Deal(api, "p14", components=("software", "hardware"))


@pytest.fixture
def group(api: Api, deal: Deal) -> Deal:
    for name in ("lead", "technician", "quality"):
        api.post("/leading-group", {"person": api.cast[name].pk}, by="manager")
    return deal


def page(api: Api, by: str) -> Client:
    browser = Client()
    browser.force_login(api.cast[by])
    browser.cookies["django_language"] = "zh-hans"
    return browser


def act(browser: Client, address: str, **said: Any) -> str:
    """Fill in the form of a page and send it; where it leads."""
    form = browser.get(address).context["form"]
    given = {one.name: one.value() for one in form if one.value() is not None}
    answer = browser.post(address, {**given, **said})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


@pytest.mark.clause("P14-27")
def test_technicians_are_convened_and_the_emergency_plan_is_there_in_time(
    group: Deal, api: Api
) -> None:
    case = group.reported("机房断电", urgency="urgent", severity="1")
    other = group.reported("无法登录", severity="1")
    assert case.due("emergency-plan") == "2026-02-27 18:50"
    api.at("2026-02-27 17:00")
    agent, lead, technician = (page(api, name) for name in ("agent", "lead", "technician"))
    address = act(agent, f"/emergency/add?case={case.number}", description="全部业务中断")
    number = address.rpartition("/")[2]
    api.post(f"/incidents/{number}/cases", {"case": other.number})
    assert other.due("emergency-plan-of-incident") == "2026-02-27 19:00"
    shown = api.get(f"/incidents/{number}", by="technician")
    assert {one["name"]: one["is_head"] for one in shown["convened"]} == {
        api.cast["lead"].name: True, api.cast["technician"].name: False,
        api.cast["quality"].name: False,
    }  # fmt: skip
    assert (shown["state"], shown["severity"]) == ("convened", "1")
    assert "您被召集处理这一突发事件" in lead.get(address).content.decode()
    api.at("2026-02-27 17:05")
    assert lead.post(f"{address}/here").status_code == 302
    api.post(f"/incidents/{number}/here", by="technician")
    api.at("2026-02-27 17:16")
    text = lead.get(address).content.decode()
    assert "逾时未应答" in text
    missing = api.get(f"/incidents/{number}")["convened"]
    assert [one["name"] for one in missing if one["missing"]] == [api.cast["quality"].name]
    act(technician, f"{address}/act/draft", text="先切换到发电机，再恢复数据库。")
    api.at("2026-02-27 18:00")
    act(lead, f"{address}/act/approve")
    assert case.clock("emergency-plan")["state"] == "kept"
    assert other.clock("emergency-plan-of-incident")["state"] == "kept"
    api.at("2026-02-27 19:30")
    worker(api)
    assert case.late("emergency-plan") == []
    body = {"what": "启动发电机", "owner": api.cast["technician"].pk,
            "due_at": "2026-02-27T20:00:00+08:00"}  # fmt: skip
    measure = api.post(f"/incidents/{number}/measures", body, by="lead")
    assert api.get(f"/incidents/{number}")["state"] == "acted"
    report = {"cause": "市电中断，UPS 未切换", "done": "发电机供电", "changed": "每季度放电测试"}
    refused = api.refused(f"/incidents/{number}/report", report, by="lead")
    assert refused == "open-measures"
    act(technician, f"/emergency/measures/{measure['id']}/act/finish", result="19:40 已供电")
    act(lead, f"{address}/act/close", **report)
    assert api.get(f"/incidents/{number}")["state"] == "closed"
    paper = lead.get(f"{address}/report").content.decode()
    for words in (*report.values(), "先切换到发电机", "19:40 已供电", number):
        assert words in paper
    found = re.findall(r'history-title">([^<]+)<', paper)
    assert found[0] == "宣布突发事件，召集领导小组"
    assert found[-1] == "提交报告，突发事件结束"
    for kind in ("emergency.declared", "emergency.planned", "emergency.ended"):
        assert [one["data"]["incident"] for one in case.events(kind)] == [number]
