"""Corrective actions by page and API: cause, action, owner, day, and a check of the effect."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from aftercare.complaints import actions
from aftercare.complaints.models import CorrectiveAction
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Event
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db


def text_of(page: Any) -> str:
    return str(page.content.decode())


def act(browser: Any, found: CorrectiveAction, verb: str, **said: Any) -> int:
    found.refresh_from_db()
    sent = {"revision": found.revision, **said}
    status: int = browser.post(f"/complaints/corrective/{found.pk}/act/{verb}", sent).status_code
    found.refresh_from_db()
    return status


def test_nothing_is_closed_without_a_check_of_the_effect_by_somebody_else(
    stage: Stage, sign_in: SignIn
) -> None:
    quality, lead, manager = map(sign_in, ("quality", "lead", "manager"))
    grievance = actions.Grievance("报告迟到", "other", "explanation", "张伟")
    complaint = actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(1)).complaint
    address = f"/complaints/corrective/add?complaint={complaint.number}"
    said = {"matter": "报告不再迟交", "id": uuid.uuid4()}
    first, second = (quality.post(address, said) for _each in range(2))  # sent twice, opened once
    assert first.headers["Location"] == second.headers["Location"]
    action = CorrectiveAction.objects.get()
    assert action.origin == complaint.reference
    assert "报告不再迟交" in text_of(quality.get(f"/complaints/{complaint.number}"))
    plan = {"cause": "没有期限", "action": "每月五日前提交", "owner": stage.cast["lead"].pk}
    assert act(quality, action, "confirm", effect="x") == 422
    assert act(quality, action, "plan", **plan, due_on="2026-11-01") == 422
    assert act(quality, action, "plan", **plan, due_on="2026-12-01") == 302
    assert act(lead, action, "finish", report="已规定期限") == 302
    assert act(lead, action, "confirm", effect="三个月无迟交") == 403
    assert act(manager, action, "confirm", effect="") == 422
    assert act(manager, action, "reject", effect="又迟了一次") == 302
    assert (action.state, action.closed_at) == ("open", None)
    act(quality, action, "plan", **plan, due_on="2026-12-10")
    act(lead, action, "finish", report="加派核对人")
    assert act(manager, action, "confirm", effect="三个月无迟交") == 302
    assert (action.state, action.checked_by) == ("effective", stage.cast["manager"])
    assert sign_in("agent").get(address).status_code == 403


def test_whom_the_complaint_is_about_learns_nothing_of_what_came_of_it(
    stage: Stage, sign_in: SignIn, api: Api
) -> None:
    lead, quality = stage.cast["lead"], stage.cast["quality"]
    grievance = actions.Grievance("态度差", "person", "apology", "张伟", person=lead)
    complaint = actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(1)).complaint
    action = actions.open_action(
        origin=complaint.reference,
        origin_name=str(complaint),
        matter="培训",
        by=quality,
        at=hour(1),
    )
    browser, address = sign_in("lead"), f"/complaints/corrective/{action.pk}"
    assert browser.get(address).status_code == 404
    assert complaint.number not in text_of(browser.get("/complaints/corrective"))
    assert api.get("/events?kind=corrective_action.opened", by="lead")["items"] == []
    assert len(api.get("/events?kind=corrective_action.opened")["items"]) == 1
    plan = actions.Plan("x", "x", lead, hour(24).date())
    actions.plan_action(action, plan, by=quality, at=hour(2))
    assert browser.get(address).status_code == 200  # what they are to do they see


def test_an_action_whose_day_has_passed_says_so(
    stage: Stage, sign_in: SignIn, stand: Any, api: Api
) -> None:
    quality = stage.cast["quality"]
    action = actions.open_action(
        origin="case/1", origin_name="x", matter="漏检", by=quality, at=hour(1)
    )
    plan = actions.Plan("x", "x", stage.cast["lead"], hour(24).date())
    actions.plan_action(action, plan, by=quality, at=hour(2))
    assert "已逾期" not in text_of(sign_in("quality").get("/complaints/corrective"))
    stand(72)
    assert "已逾期" in text_of(sign_in("quality").get("/complaints/corrective"))
    shown = api.get(f"/corrective-actions/{action.pk}")
    assert (shown["state"], shown["late"]) == ("planned", True)


def test_it_is_late_for_every_reader_alike(stage: Stage, sign_in: SignIn, stand: Any) -> None:
    quality = stage.cast["quality"]
    quality.time_zone = "America/New_York"  # where it is still the day before
    quality.save()
    action = actions.open_action(
        origin="case/1", origin_name="x", matter="漏检", by=quality, at=hour(1)
    )
    plan = actions.Plan("x", "x", stage.cast["lead"], hour(48).date())
    actions.plan_action(action, plan, by=quality, at=hour(2))
    stand(72)
    assert "已逾期" in text_of(sign_in("quality").get("/complaints/corrective"))
    assert "已逾期" in text_of(sign_in("quality").get(f"/complaints/corrective/{action.pk}"))


def test_the_day_it_is_due_is_one_of_the_company(stage: Stage) -> None:
    quality, at = stage.cast["quality"], datetime(2026, 11, 22, 17, tzinfo=UTC)
    action = actions.open_action(origin="case/1", origin_name="x", matter="x", by=quality, at=at)
    over = actions.Plan("x", "x", stage.cast["lead"], at.date())  # here it is the day after
    with pytest.raises(Refusal) as refused:
        actions.plan_action(action, over, by=quality, at=at)
    assert refused.value.field == "due_on"


def test_a_late_promise_that_wants_one_opens_it(stage: Stage, case: Case) -> None:
    desk.open_corrective_action(case, by=stage.cast["agent"], at=hour(3))
    action = CorrectiveAction.objects.get()
    assert (action.origin, action.state) == (case.reference, "open")
    assert case.number in action.matter
    opened = Event.objects.filter(kind="corrective_action.opened")
    assert {one.subject for one in opened} == {case.reference, action.reference}
