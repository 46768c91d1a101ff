"""The gates of a plan hold back moves and records, and open as the plan says."""

import pytest

from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, hour, kinds, last_event
from aftercare.kit.errors import Refusal

SOLVED = {"solution": "重新配置服务"}


def test_no_remote_connection_before_the_customer_allowed_it(stage: Stage) -> None:
    case = stage.case(stage.unit("p14"))
    with pytest.raises(actions.HeldBack) as held:
        stage.move(case, "connect", at=1)
    assert str(held.value.message) == "客户授权后方可远程连接。尚缺：客户授权远程接入。"
    assert kinds(case) == ["case.reported"]
    actions.record_on_case(
        case, "session.authorised", by=stage.cast["agent"], at=hour(1),
        data={"authorised_by": "张工", "scope": "报表服务器，今日 18 点前"},
    )  # fmt: skip
    assert last_event(case).data["authorised_by"] == "张工"
    stage.move(case, "connect", at=2)
    assert case.state == "remote"


def test_a_visit_only_for_what_guidance_could_not_solve(stage: Stage) -> None:
    case = stage.case(stage.unit("p08"))
    with pytest.raises(actions.HeldBack) as held:
        stage.move(case, "need_visit", at=1)
    assert held.value.barriers[0].approvers == ("service-manager",)
    stage.move(case, "guide", at=2)
    stage.move(case, "need_visit", at=3)
    assert (case.state, case.needs) == ("needs-visit", "visit")


def test_a_service_manager_opens_the_gate_with_a_reason(stage: Stage) -> None:
    case = stage.case(stage.unit("p08"))
    manager = stage.cast["manager"]
    with pytest.raises(Refusal) as refused:
        stage.move(case, "need_visit", at=1, passing=actions.Passing(manager, " "))
    assert refused.value.field == "reason"
    with pytest.raises(Refusal) as refused:
        stage.move(case, "need_visit", at=1, passing=actions.Passing(stage.cast["agent"], "急"))
    assert refused.value.field == "approver"
    stage.move(case, "need_visit", at=1, passing=actions.Passing(manager, "客户现场无人会操作"))
    assert last_event(case).data["passed"] == [
        {
            "gate": "phone-or-web-first", "approval": "visit-at-once",
            "approver": manager.reference, "approver_name": "李明",
            "reason": "客户现场无人会操作",
        }
    ]  # fmt: skip


def test_hospital_cases_close_only_when_the_user_is_satisfied(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"))
    stage.move(case, "solve", at=1, data=SOLVED)
    with pytest.raises(actions.HeldBack):
        stage.move(case, "close", at=2)
    stage.move(case, "confirm", at=3, by="customer")
    stage.move(case, "close", at=4)
    assert case.state == "closed"


def test_reopening_closes_the_gate_again(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"))
    stage.move(case, "solve", at=1, data=SOLVED)
    stage.move(case, "confirm", at=2, by="customer")
    stage.move(case, "reopen", at=3, by="customer", data={"reason": "又报错"})
    stage.move(case, "solve", at=4, data=SOLVED)
    with pytest.raises(actions.HeldBack):
        stage.move(case, "close", at=5)


def test_staff_stay_until_it_is_solved(stage: Stage) -> None:
    case: Case = stage.case(stage.unit("p11"))
    report = {"report": "已更换螺栓"}
    technician = stage.cast["technician"]
    actions.record_on_case(case, "visit.arrived", by=technician, at=hour(1))
    with pytest.raises(actions.HeldBack):
        actions.record_on_case(case, "visit.reported", by=technician, at=hour(2), data=report)
    stage.move(case, "solve", at=3, by="technician", data=SOLVED)
    actions.record_on_case(case, "visit.reported", by=technician, at=hour(3), data=report)
    assert last_event(case).kind == "visit.reported"


def test_a_gate_of_another_service_line_is_open(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="doors"))
    stage.move(case, "need_visit", at=1)
    assert case.state == "needs-visit"
