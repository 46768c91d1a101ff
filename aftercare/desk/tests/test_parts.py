"""A case in parts, by page and by API."""

import pytest
from django.test import Client

from aftercare.desk.models import Part
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api
from tests.stories.telling import Case, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="machinery", components=("main-parts",))


@pytest.fixture
def case(machine: Deal) -> Case:
    return machine.reported("割台不转，电脑报警")


def signed_in(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast[who])
    return browser


def split(case: Case, cast: Cast) -> list[dict[str, object]]:
    parts = [{"what": "更换割台轴承", "to": cast.organisations["dealer"].reference},
             {"what": "检查控制电脑", "to": f"person/{cast['technician'].pk}"}]  # fmt: skip
    made: list[dict[str, object]] = case.api.post(f"/cases/{case.number}/parts", {"parts": parts})
    return made


def due(case: Case, part: object) -> dict[str, str]:
    found = case.api.get(f"/commitments?subject={part}&limit=20")["items"]
    return {one["promise"]: one["state"] for one in found}


@pytest.mark.clause("P06-38", "P06-39")
def test_each_receiver_has_a_part_with_clocks_of_its_own(case: Case, cast: Cast) -> None:
    first, second = split(case, cast)
    assert [one["number"] for one in (first, second)] == [f"{case.number}-1", f"{case.number}-2"]
    assert due(case, first["reference"]) == {"arranged": "open", "checked": "open"}
    assert case.clocks() & {"arranged", "checked"} == set()  # the clerk answers for the whole
    assert case.answers()["name"] == "林晓"
    case.api.wait(hours=1)
    case.api.post(f"/parts/{first['id']}/moves", {"move": "arrange"}, by="dealer")
    assert (due(case, first["reference"])["arranged"], case.shown()["state"]) == (
        "kept", "forwarded",
    )  # fmt: skip
    assert due(case, second["reference"])["arranged"] == "open"
    case.api.post(f"/parts/{second['id']}/moves", {"move": "arrange"}, by="technician")
    assert case.shown()["state"] == "arranged"
    assert case.refused("solve", solution="x") == "parts-open"
    case.api.post(f"/cases/{case.number}/decline", {"reason": "x"}, status=403)
    for part, who in ((first, "dealer"), (second, "technician")):
        said = {"move": "finish", "said": "已更换"}
        case.api.post(f"/parts/{part['id']}/moves", said, by=who)
    told = signed_in(cast, "agent").get("/alerts").content.decode()
    assert "服务单的各分项都已完成" in told
    case.does("solve", solution="已修复")


def test_a_case_is_split_and_its_parts_are_moved_on_pages(case: Case, cast: Cast) -> None:
    agent, dealer = signed_in(cast, "agent"), signed_in(cast, "dealer")
    form = agent.get(f"/cases/{case.number}/split").context["form"]
    given = {"what_1": "更换割台轴承", "to_1": cast.organisations["dealer"].reference,
             "id": str(form["id"].value())}  # fmt: skip
    one = agent.post(f"/cases/{case.number}/split", given)
    assert (one.status_code, "至少拆分为两项" in one.content.decode()) == (422, True)
    half = agent.post(f"/cases/{case.number}/split", {**given, "what_2": "检查"})
    assert half.status_code == 422
    whole = {**given, "what_2": "检查", "to_2": f"department/{cast.departments['工程维修部'].pk}"}
    for _twice in range(2):
        assert agent.post(f"/cases/{case.number}/split", whole).status_code == 302
    first, second = Part.objects.order_by("number")
    shown = agent.get(f"/cases/{case.number}").content.decode()
    assert first.shown in shown
    assert "孙丽" in shown  # nobody is on duty: the head of the department
    assert "更换割台轴承" in dealer.get("/parts").content.decode()
    assert dealer.get(f"/parts/{second.pk}").status_code == 404
    assert dealer.get(f"/cases/{case.number}").status_code == 404
    page = dealer.get(f"/parts/{first.pk}").content.decode()
    assert "退回" in page
    assert "撤销" not in page
    back = dealer.post(f"/parts/{first.pk}/act/decline", {"said": "无配件", "revision": "1"})
    assert back.headers["Location"] == "/parts"
    first.refresh_from_db()
    assert (first.state, first.responsible, first.organisation) == ("declined", cast["agent"], None)
    assert "接收方退回了服务单" in agent.get("/alerts").content.decode()
    onward = {"to": cast.organisations["dealer2"].reference, "revision": "2"}
    assert agent.post(f"/parts/{first.pk}/act/forward", onward).status_code == 302
    checked = {"found": "nothing", "result": "没人接电话", "revision": "3"}
    assert agent.post(f"/parts/{first.pk}/act/check", checked).status_code == 302
    assert "转交后没有落实安排" in signed_in(cast, "leader").get("/alerts").content.decode()
    assert (
        f"{first.shown} 山东大地农机服务站" in agent.get(f"/cases/{case.number}").content.decode()
    )


def test_with_the_case_its_open_parts_are_withdrawn(case: Case, cast: Cast) -> None:
    first, _second = split(case, cast)
    case.api.post(f"/parts/{first['id']}/moves", {"move": "arrange"})
    case.does("withdraw", reason="客户撤销")
    assert set(Part.objects.values_list("state", flat=True)) == {"withdrawn"}
    refused = case.api.refused(f"/parts/{first['id']}/moves", {"move": "finish", "said": "x"})
    assert refused == "wrong-state"
