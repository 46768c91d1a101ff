"""P14, project software: four levels, support hours, waits, reopening, triage, lifetime support."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, local, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-02-27 16:50")
    return Deal(api, "p14", components=("software", "hardware"))


@pytest.mark.clause("P14-15", "P14-20", "P14-31")
@pytest.mark.parametrize(
    ("level", "due"),
    [
        ("1", "2026-02-27 20:50"),
        ("2", "2026-02-28 00:50"),
        ("3", "2026-02-28 16:50"),
        ("4", "2026-03-01 16:50"),
        ("", "2026-03-01 16:50"),
    ],
)
def test_each_level_has_its_time_on_site_and_none_exceeds_48_hours(
    deal: Deal, level: str, due: str
) -> None:
    case = deal.reported("报表打不开", severity=level, needs="visit")
    assert case.due("arrive") == due


@pytest.mark.clause("P14-21", "P14-29")
@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-02-26 10:00", "2026-02-26 10:15"),
        ("2026-02-27 16:50", "2026-02-28 08:35"),  # a Saturday that makes up for the festival
        ("2026-02-28 17:00", "2026-03-02 08:45"),
        ("2026-03-01 12:00", "2026-03-02 08:45"),
        ("2026-02-14 16:50", "2026-02-24 08:35"),  # over the Spring Festival
        ("2026-02-10 08:15", "2026-02-10 08:45"),
    ],
)
def test_calls_are_returned_at_once_in_support_hours(api: Api, reported: str, due: str) -> None:
    api.at(reported)
    case = Deal(api, "p14").reported("无法登录")
    assert case.due("call-back") == due


@pytest.mark.clause("P14-21")
def test_calling_back_on_the_make_up_saturday_is_in_time_to_the_minute(deal: Deal) -> None:
    first, second = deal.reported("无法登录"), deal.reported("报表打不开")
    deal.api.at("2026-02-28 08:35")
    first.records("case.called_back")
    deal.api.wait(minutes=1)
    second.records("case.called_back")
    assert [one.clock("call-back")["state"] for one in (first, second)] == ["kept", "late"]


@pytest.mark.clause("P14-28", "P14-31")
def test_what_the_phone_does_not_solve_is_solved_on_site(deal: Deal) -> None:
    case = deal.reported("数据不一致", severity="3").does("guide")
    assert "arrive" not in case.clocks()
    deal.api.wait(hours=1)
    case.does("need_visit")
    assert case.due("arrive") == "2026-02-28 16:50"
    deal.api.at("2026-02-28 16:50")
    case.records("visit.arrived")
    assert case.clock("arrive")["state"] == "kept"


@pytest.mark.clause("P14-20")
def test_an_engineer_who_comes_late_is_known_at_headquarters_two_hours_later(deal: Deal) -> None:
    case = deal.reported("系统瘫痪", severity="1", needs="visit")
    deal.api.at("2026-02-27 20:51")
    worker(deal.api)
    assert case.late("arrive") == ["notify service-manager"]
    deal.api.at("2026-02-27 22:51")
    worker(deal.api)
    worker(deal.api)
    assert case.late("arrive") == ["notify service-manager", "escalate to headquarters"]
    case.records("visit.arrived")
    assert case.clock("arrive")["state"] == "late"


@pytest.mark.clause("P14-09", "P14-20")
def test_waiting_for_the_customer_stops_the_clocks_and_waiting_for_parts_does_not(
    deal: Deal,
) -> None:
    case = deal.reported("系统瘫痪", severity="1", needs="visit")
    deal.api.wait(minutes=30)
    case.does("wait", reason="customer")
    assert (case.due("arrive"), case.clock("arrive")["state"]) == ("", "paused")
    deal.api.wait(hours=2)
    case.does("resume")
    assert case.due("arrive") == "2026-02-27 22:50"
    assert case.due("recover") == "2026-02-28 18:50"
    case.does("wait", reason="parts")
    deal.api.wait(hours=1)
    case.does("resume")
    assert case.due("arrive") == "2026-02-27 22:50"


@pytest.mark.clause("P14-09")
def test_reopening_goes_on_without_the_time_it_was_closed(deal: Deal) -> None:
    case = deal.reported("系统崩溃", severity="1")
    assert case.due("recover") == "2026-02-28 16:50"
    deal.api.wait(hours=3)
    case.does("solve", solution="恢复备份")
    assert case.clock("recover")["state"] == "kept"
    deal.api.wait(hours=48)
    case.does("reopen", reason="再次崩溃")
    assert (case.due("recover"), case.clock("recover")["state"]) == ("2026-03-02 16:50", "open")
    deal.api.at("2026-03-02 16:51")
    case.does("solve", solution="更换磁盘")
    assert case.clock("recover")["state"] == "late"


@pytest.mark.clause("P14-15", "P14-20")
def test_grading_anew_changes_the_clock_and_carries_its_pauses(deal: Deal) -> None:
    case = deal.reported("偶发卡顿", severity="4", needs="visit")
    case.does("wait", reason="customer-time")
    deal.api.wait(hours=1)
    case.does("resume").triaged(severity="1")
    old, new = sorted(deal.promised("arrive", case.reference), key=lambda one: one["variant"])
    assert (old["state"], old["reason"], old["row"]) == ("void", "changed", "4")
    assert (new["state"], new["row"]) == ("open", "1")
    assert local(new["due_at"]) == "2026-02-27 21:50"
    assert "recover" in case.clocks()


@pytest.mark.clause("P14-22")
def test_nobody_connects_before_the_customer_has_said_who_and_how_far(deal: Deal) -> None:
    case = deal.reported("无法登录")
    assert case.refused("connect") == "gate"
    case.records("session.authorised", authorised_by="张伟", scope="只读查询")
    case.does("connect")
    assert case.shown()["state"] == "remote"
    (authorised,) = case.events("session.authorised")
    assert authorised["data"]["authorised_by"] == "张伟"
    assert authorised["data"]["scope"] == "只读查询"


@pytest.mark.clause("P14-27")
def test_an_incident_has_its_emergency_plan_at_once(deal: Deal) -> None:
    case = deal.reported("机房断电", urgency="urgent")
    assert case.due("emergency-plan") == "2026-02-27 18:50"
    deal.api.at("2026-02-27 18:51")
    worker(deal.api)
    assert case.late("emergency-plan") == ["notify support-group", "escalate to headquarters"]


def test_a_complaint_brings_another_technician(deal: Deal) -> None:
    case = deal.reported("工程师态度差", kind="complaint")
    assert case.due("other-technician") == "2026-02-28 16:50"
    deal.api.at("2026-02-28 16:51")
    worker(deal.api)
    assert len(case.events("reassignment.proposed")) == 1
    case.assigned("technician2")
    assert case.clock("other-technician")["state"] == "late"


@pytest.mark.clause("P14-26")
def test_a_visit_every_quarter_while_the_system_runs(deal: Deal) -> None:
    deal.api.at("2026-03-02 09:00")
    deal.happened("system.live", "2026-03-01 09:00")
    assert deal.due("quarterly-visit")[0] == "2026-06-02 00:00"
    deal.api.at("2026-05-20 10:00")
    deal.happened("return_visit.done", schedule="quarterly-visit")
    deal.api.at("2026-09-02 10:00")
    worker(deal.api)
    assert deal.states("quarterly-visit")[:2] == ["kept", "open"]
    assert deal.due("quarterly-visit")[1] == "2026-09-02 00:00"
    assert deal.late("quarterly-visit") == ["notify service-manager"]


@pytest.mark.clause("P14-33", "P14-34", "P14-35")
def test_software_is_free_in_the_guarantee_then_supported_for_life_at_cost(deal: Deal) -> None:
    deal.api.at("2026-03-02 12:00")
    deal.accepted("2026-03-02 10:00")
    inside = deal.coverage("2027-03-02", component="software", cause="product")
    after = deal.coverage("2027-03-03", component="software", cause="product")
    assert (inside["covered"], after["covered"]) == ("yes", "no")
    assert {"repair", "replace"} <= set(inside["remedies"])
    labour = next(line for line in after["lines"] if line["line"] == "labour")
    assert (labour["code"], labour["payer"]) == ("recover-at-cost", "customer")
    later = deal.coverage("2046-03-03", component="software", cause="product")
    served = [one["clauses"] for one in later["reasons"] if one["code"] == "afterwards-served"]
    assert served == [["P14-34"]]
