"""Dissatisfied with a technician: another one is sent, and the first is excluded at every door."""

from typing import Any

import pytest

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import Refusal
from aftercare.promises.models import Commitment
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db


def text_of(page: Any) -> str:
    return str(page.content.decode())


@pytest.fixture
def served(stage: Stage, stand: Stand) -> Case:
    """A case under P14 on which a technician was sent."""
    case = stage.case(stage.unit("p14"))
    desk.assign_case(case, to=stage.cast["technician"], by=stage.cast["agent"], at=hour(0.5))
    return case


def complained(stage: Stage, case: Case, at: float = 1) -> Complaint:
    grievance = actions.Grievance("态度差", "person", "another-person", "张伟", case=case)
    received = actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(at))
    case.refresh_from_db()
    return received.complaint


@pytest.mark.clause("P14-32")
def test_the_dispatcher_sees_why_and_sends_another(
    stage: Stage, sign_in: SignIn, api: Api, served: Case
) -> None:
    first, second = stage.cast["technician"], stage.cast["technician2"]
    complaint = complained(stage, served)
    assert complaint.person == first
    clock = Commitment.objects.get(subject=served.reference, promise="another-technician-on-case")
    assert clock.due_at == hour(25)
    browser = sign_in("dispatcher")
    assert "提议改派工程师" in text_of(browser.get(f"/cases/{served.number}"))
    form = text_of(browser.get(f"/cases/{served.number}/act/assign"))
    assert f"不再指派：{first.name} – 客户已投诉（{complaint.number}）" in form
    refused = api.refused(f"/cases/{served.number}/assign", {"to": first.pk}, by="dispatcher")
    assert refused == "excluded"
    to = {"to": first.reference}
    assert api.refused(f"/cases/{served.number}/forward", to, by="dispatcher") == "excluded"
    api.post(f"/cases/{served.number}/assign", {"to": second.pk}, by="dispatcher")
    served.refresh_from_db()
    clock.refresh_from_db()
    assert (served.responsible, clock.state) == (second, "kept")
    assert api.refused(f"/cases/{served.number}/assign", {"to": first.pk}) == "excluded"
    part = text_of(browser.get(f"/complaints/of/{served.number}"))
    assert complaint.number in part


def test_the_page_tells_the_reason_when_the_first_is_chosen_all_the_same(
    stage: Stage, sign_in: SignIn, served: Case
) -> None:
    complaint = complained(stage, served)
    browser, first = sign_in("dispatcher"), stage.cast["technician"]
    form = browser.get(f"/cases/{served.number}/act/assign").context["form"]
    sent = {name: form[name].value() for name in ("id", "revision")}
    page = browser.post(f"/cases/{served.number}/act/assign", {**sent, "to": first.pk})
    assert page.status_code == 422
    told = f"不得再派{first.name}承办此单：客户已投诉（{complaint.number}）。请另选他人。"
    assert told in text_of(page)


def test_no_part_of_the_case_goes_to_the_first_either(
    stage: Stage, sign_in: SignIn, api: Api, served: Case
) -> None:
    first, second = stage.cast["technician"], stage.cast["technician2"]
    number = complained(stage, served).number
    form = text_of(sign_in("dispatcher").get(f"/cases/{served.number}/split"))
    assert f"客户已投诉（{number}）" in form
    parts = [{"what": what, "to": first.reference} for what in ("换泵", "查线")]
    address = f"/cases/{served.number}/parts"
    assert api.refused(address, {"parts": parts}, by="dispatcher") == "excluded"
    api.post(address, {"parts": [{**one, "to": second.reference} for one in parts]})
    move = {"move": "forward", "to": first.reference}
    part = served.parts.first()
    assert part is not None
    assert api.refused(f"/parts/{part.pk}/moves", move) == "excluded"


def test_complained_about_after_the_solution_they_are_not_sent_again_either(
    stage: Stage, api: Api, served: Case
) -> None:
    agent, first = stage.cast["agent"], stage.cast["technician"]
    served.refresh_from_db()
    desk.move_case(served, "guide", by=agent, at=hour(0.6))
    desk.move_case(served, "solve", by=agent, at=hour(0.8), data={"solution": "已修复"})
    complained(stage, served)
    clocks = Commitment.objects.filter(promise="another-technician-on-case")
    assert not clocks.exists()
    desk.move_case(served, "reopen", by=agent, at=hour(2), data={"reason": "又漏水"})
    assert clocks.get().due_at == hour(26)
    assert api.refused(f"/cases/{served.number}/assign", {"to": first.pk}) == "excluded"
    desk.move_case(served, "solve", by=agent, at=hour(3), data={"solution": "已修复"})
    desk.move_case(served, "reopen", by=agent, at=hour(4), data={"reason": "又漏水"})
    assert clocks.count() == 1


def test_each_technician_complained_about_stays_excluded(stage: Stage, served: Case) -> None:
    first, second = stage.cast["technician"], stage.cast["technician2"]
    complained(stage, served)
    desk.assign_case(served, to=second, by=stage.cast["agent"], at=hour(2))
    complained(stage, served, 3)
    for one in (first, second):
        with pytest.raises(Refusal) as refused:
            desk.assign_case(served, to=one, by=stage.cast["agent"], at=hour(4))
        assert refused.value.code == "excluded"
    desk.assign_case(served, to=stage.cast["lead"], by=stage.cast["agent"], at=hour(4))


def test_a_complaint_about_how_it_is_handled_excludes_nobody(stage: Stage, served: Case) -> None:
    grievance = actions.Grievance("太慢", "case", "explanation", "张伟", case=served)
    actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(1))
    desk.assign_case(served, to=stage.cast["technician"], by=stage.cast["agent"], at=hour(2))
    served.refresh_from_db()
    assert served.responsible == stage.cast["technician"]
