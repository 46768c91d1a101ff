"""P06-A, the way of a job: a call is classified and forwarded to a dealer, who has two hours; the
clerk checks within four and finds nothing; the leaders hear of it, and it is on record against the
dealer. A dealer that does not want the job gives it back to the clerk, never to the user."""

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.duty import actions as duty
from aftercare.kit.events import SYSTEM
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api
from tests.stories.telling import Case, Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="machinery", components=("main-parts",))


def page(cast: Cast, who: str, address: str) -> str:
    browser = Client()
    browser.force_login(cast[who])
    return browser.get(address).content.decode()


def act(cast: Cast, who: str, case: Case, what: str, **given: str) -> int:
    """Open the form of an act, fill it in and send it; the status."""
    browser = Client()
    browser.force_login(cast[who])
    address = f"/cases/{case.number}/act/{what}"
    form = browser.get(address).context["form"]
    frame = {name: form[name].value() for name in ("id", "revision")}
    return browser.post(address, {**frame, **given}).status_code


def history(case: Case, kind: str) -> list[dict[str, object]]:
    found = case.api.get(f"/events?subject={case.reference}&kind={kind}")["items"]
    return [one["data"] for one in found]


@pytest.mark.clause("P06-35", "P06-40", "P06-41")
def test_nothing_arranged_goes_to_the_leaders_and_is_noted_against_the_dealer(
    machine: Deal, cast: Cast
) -> None:
    case = machine.reported("割台不转", urgency="ordinary", cause="product")
    dealer = cast.organisations["dealer"]
    assert act(cast, "agent", case, "forward", to=dealer.reference, note="请尽快") == 302
    assert (case.due("arranged"), case.due("checked")) == ("2026-03-05 14:00", "2026-03-05 16:00")
    machine.api.at("2026-03-05 14:01")
    worker(machine.api)
    assert case.late("arranged") == ["notify agent", "notify sales"]
    machine.api.at("2026-03-05 15:30")
    checked = {"found": "nothing", "result": "经销商电话无人接听"}
    assert act(cast, "agent", case, "case.arrangement_checked", **checked) == 302
    assert case.clock("checked")["state"] == "kept"
    assert history(case, "neglect.noted") == [{
        "what": "not arranged", "receiver": dealer.reference, "receiver_name": dealer.name,
        "revision": case.shown()["revision"],
    }]  # fmt: skip
    assert len(history(case, "case.reported_upward")) == 1
    assert "转交后没有落实安排" in page(cast, "leader", "/alerts")
    shown = page(cast, "leader", f"/cases/{case.number}")
    assert "未履职，记在接收方名下" in shown
    assert act(cast, "leader", case, "answer-neglect.noted", accepted="yes",
               reason="扣减季度奖励，另派技术部上门") == 302  # fmt: skip
    after = page(cast, "leader", f"/cases/{case.number}")
    assert "扣减季度奖励" in after
    assert "等待决定" not in after
    assert "未履职" not in page(cast, "customer", f"/my/cases/{case.number}")


@pytest.mark.clause("P06-40")
def test_by_api_the_check_that_finds_it_arranged_leads_to_nothing_more(machine: Deal) -> None:
    case = machine.reported("割台不转").forwarded("dealer")
    case.does("arrange")
    case.records("case.arrangement_checked", found="arranged", result="明天上午到")
    assert history(case, "neglect.noted") == history(case, "case.reported_upward") == []
    said = {"kind": "case.arrangement_checked", "data": {"found": "perhaps", "result": "x"}}
    assert machine.api.refused(f"/cases/{case.number}/records", said) == "refused"


@pytest.mark.clause("P06-26")
def test_a_dealer_gives_a_job_back_to_the_clerk_and_never_to_the_user(
    machine: Deal, cast: Cast
) -> None:
    case = machine.reported("割台不转")
    dealer = cast.organisations["dealer"]
    assert act(cast, "agent", case, "forward", to=dealer.reference) == 302
    away = {"to": f"person/{cast['technician'].pk}"}
    machine.api.post(f"/cases/{case.number}/forward", away, by="dealer", status=422)
    assert machine.api.refused(f"/cases/{case.number}/decline", {"reason": " "}, by="dealer")
    machine.api.post(f"/cases/{case.number}/decline", {"reason": "x"}, by="dispatcher", status=403)
    assert act(cast, "dealer", case, "decline", reason="没有这种割台的配件") == 302
    shown = case.shown()
    assert (shown["responsible"]["name"], shown["organisation"]) == ("林晓", None)
    assert case.answers()["why"] == "named"
    assert case.clock("arranged")["state"] == "open"
    assert case.due("arranged") == "2026-03-05 14:00"
    assert [one["what"] for one in history(case, "neglect.noted")] == ["declined"]
    assert "接收方退回了服务单" in page(cast, "agent", "/alerts")
    assert machine.api.get(f"/cases/{case.number}", by="dealer", status=404)
    told = page(cast, "customer", f"/my/cases/{case.number}")
    assert "割台不转" in told
    assert "配件" not in told


@pytest.mark.clause("P06-39")
def test_a_department_has_two_hours_too_and_somebody_of_it_always_answers(
    machine: Deal, cast: Cast
) -> None:
    department = cast.departments["工程维修部"]
    roster = duty.add_roster(
        department, fields={"head": cast["lead"]}, by=SYSTEM, at=timezone.now()
    )
    duty.add_shift(
        roster, person=cast["technician"], days=range(7), begins=0, ends=15 * 60,
        from_on=timezone.now().date(), by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    case = machine.reported("割台不转")
    assert act(cast, "agent", case, "forward", to=f"department/{department.pk}") == 302
    assert case.due("arranged") == "2026-03-05 14:00"
    assert case.answers() == {"id": cast["technician"].pk, "name": "赵勇", "why": "duty"}
    assert "赵勇" in page(cast, "agent", f"/cases/{case.number}")
    assert "当前值班" in page(cast, "agent", "/board?lane=unarranged")
    machine.api.at("2026-03-05 15:00")
    assert case.answers() == {"id": cast["lead"].pk, "name": "孙丽", "why": "head"}
    assert "部门负责人" in page(cast, "agent", "/board?lane=late")
