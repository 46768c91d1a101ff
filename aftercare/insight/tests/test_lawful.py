"""The fifteen days of the law: on the case, on the complaint, and before the manager."""

from typing import Any

import pytest

from aftercare.complaints import actions
from aftercare.desk.tests.conftest import SignIn, Stand, sign_in, stage, stand
from aftercare.desk.tests.stage import Stage, hour
from tests.plugins.api import Api

__all__ = ["sign_in", "stage", "stand"]
pytestmark = pytest.mark.django_db
TITLE = "法定十五日，逾期视为故意拖延"
NEAR = "临近或超过法定十五日的消费者要求"
DAY = 24


def text_of(page: Any) -> str:
    return str(page.content.decode())


def test_it_runs_on_every_case_of_a_household_and_on_no_other(
    stage: Stage, sign_in: SignIn, api: Api
) -> None:
    home = stage.case(stage.unit("p13", customer="household"))
    office = stage.case(stage.unit("p01"))
    agent = sign_in("agent")
    assert TITLE in text_of(agent.get(f"/cases/{home.number}"))
    assert TITLE not in text_of(agent.get(f"/cases/{office.number}"))
    law = api.get(f"/cases/{home.number}")["law"]
    assert (law["rule"], law["state"], law["due_at"]) == ("PEN-8", "open", "2026-12-01T16:00:00Z")
    assert api.get(f"/cases/{office.number}")["law"] is None


def test_it_runs_on_a_complaint_until_it_is_decided(
    stage: Stage, sign_in: SignIn, api: Api
) -> None:
    household = stage.cast.organisations["household"]
    grievance = actions.Grievance("收费不明", "other", "refund", "李娜", customer=household)
    complaint = actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(1)).complaint
    assert TITLE in text_of(sign_in("agent").get(f"/complaints/{complaint.number}"))
    actions.appoint_investigator(
        complaint, stage.cast["quality"], by=stage.cast["manager"], at=hour(2)
    )
    actions.decide_complaint(
        complaint, finding="多收", outcome="upheld", cause="charge", decision="退款",
        by=stage.cast["quality"], at=hour(16 * DAY),
    )  # fmt: skip
    assert api.get(f"/complaints/{complaint.number}")["law"]["state"] == "late"


def test_the_manager_sees_what_comes_near_and_what_is_past(
    stage: Stage, sign_in: SignIn, stand: Stand
) -> None:
    case = stage.case(stage.unit("p13", customer="household"))
    stage.case(stage.unit("p01"))
    grievance = actions.Grievance("收费不明", "other", "refund", "李娜")
    complaint = actions.receive_complaint(
        grievance, by=stage.cast["agent"], at=hour(2 * DAY)
    ).complaint
    stand(11 * DAY)
    assert NEAR not in text_of(sign_in("manager").get("/insight/promises"))
    stand(13 * DAY)
    page = text_of(sign_in("manager").get("/insight/promises"))
    assert NEAR in page
    assert case.number in page
    assert complaint.number not in page
    stand(30 * DAY)
    page = text_of(sign_in("manager").get("/insight/promises"))
    assert page.index(case.number) < page.index(complaint.number)
    stage.move(case, "solve", at=30 * DAY, data={"solution": "更换"})
    law = text_of(sign_in("manager").get("/insight/promises")).split('id="law"')[1]
    assert case.number not in law.split("</ul>")[0]
