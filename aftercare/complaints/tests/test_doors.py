"""Complaints by page and by API: taken down, investigated by somebody impartial, decided."""

import uuid
from typing import Any

import pytest
from django.test import Client

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.models import Event
from aftercare.promises.models import Alert, Commitment
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
Shown = dict[str, Any]


def taken(stage: Stage, at: float = 1, **more: Any) -> Complaint:
    given = {"matter": "态度差", "about": "other", "remedy": "apology", "complainant_name": "张伟",
             **more}  # fmt: skip
    grievance = actions.Grievance(**given)
    return actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(at)).complaint


def sent(browser: Client, complaint: Complaint, what: str, **said: Any) -> Any:
    complaint.refresh_from_db()
    frame = {"id": str(uuid.uuid4()), "revision": complaint.revision}
    answer = browser.post(f"/complaints/{complaint.number}/act/{what}", {**frame, **said})
    complaint.refresh_from_db()
    return answer


def text_of(page: Any) -> str:
    return str(page.content.decode())


DECISION = {"finding": "工单记录显示迟到两小时", "outcome": "upheld", "cause": "delay",
            "decision": "我们致歉，并改派工程师。"}  # fmt: skip


def test_a_complaint_goes_its_whole_way_on_the_pages(stage: Stage, sign_in: SignIn) -> None:
    agent, manager, quality = map(sign_in, ("agent", "manager", "quality"))
    form = agent.get("/complaints/add").context["form"]
    given = {"matter": "约好没有来", "about": "other", "remedy": "explanation",
             "severity": "ordinary", "complainant_name": "张伟", "source": "phone",
             "id": str(form["id"].value())}  # fmt: skip
    first, second = (agent.post("/complaints/add", given) for _each in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.acknowledged_at) == ("acknowledged", hour(1))
    page = text_of(agent.get(first.headers["Location"]))
    assert complaint.number in page
    assert "说明情况" in page
    assert sent(agent, complaint, "close").status_code == 422
    sent(manager, complaint, "investigate", investigator=stage.cast["quality"].pk)
    assert complaint.state == "investigating"
    assert sent(quality, complaint, "decide", **{**DECISION, "decision": ""}).status_code == 422
    assert sent(quality, complaint, "decide", **DECISION).status_code == 302
    assert sent(agent, complaint, "close").status_code == 422
    sent(agent, complaint, "take_further", reason="要求书面说明")
    assert (complaint.state, complaint.recourse) == ("recourse", "要求书面说明")
    sent(agent, complaint, "close", note="转消费者协会")
    assert complaint.state == "closed"
    told = text_of(agent.get(first.headers["Location"]))
    assert "要求书面说明" in told
    assert "工单记录显示迟到两小时" in told


def test_whoever_is_complained_about_neither_sees_nor_judges_it(
    stage: Stage, sign_in: SignIn, api: Api
) -> None:
    about = stage.cast["lead"]
    complaint = taken(stage, about="person", person=about)
    assert sign_in("lead").get(f"/complaints/{complaint.number}").status_code == 404
    assert complaint.number not in text_of(sign_in("lead").get("/complaints/"))
    manager = sign_in("manager")
    chosen = manager.get(f"/complaints/{complaint.number}/act/investigate").context["form"]
    offered = set(chosen.fields["investigator"].queryset)
    assert offered
    assert not [one for one in offered if about.pk in {one.pk, one.superior_id}]
    refused = sent(manager, complaint, "investigate", investigator=about.pk)
    assert (refused.status_code, complaint.investigator) == (422, None)
    path = f"/complaints/{complaint.number}/investigator"
    assert api.refused(path, {"investigator": about.pk}) == "partial"
    with pytest.raises(NotAllowed):
        actions.weigh_complaint(complaint, severity="minor", safety=False, by=about, at=hour(2))


def test_nor_do_they_see_its_clocks(stage: Stage, sign_in: SignIn, api: Api) -> None:
    unit, about = stage.unit("p02"), stage.cast["lead"]
    complaint = taken(stage, customer=unit.customer, source="letter", about="person", person=about)
    clock = Commitment.objects.get(subject=complaint.reference, promise="react-to-complaint")
    api.clock.move_to(hour(2.5))
    for name, seen in (("manager", True), ("lead", False)):
        found = api.get(f"/commitments?subject={complaint.reference}", by=name)["items"]
        assert bool(found) == seen
        page = sign_in(name).get(f"/commitments/{clock.pk}")
        assert page.status_code == (200 if seen else 404)


def test_neither_does_anybody_of_the_department_complained_about(stage: Stage) -> None:
    lead = stage.cast["lead"]
    assert lead.department is not None
    complaint = taken(stage, about="department", department=lead.department)
    with pytest.raises(Refusal) as refused:
        actions.appoint_investigator(complaint, lead, by=stage.cast["admin"], at=hour(2))
    assert refused.value.code == "partial"


def test_a_complaint_about_a_case_is_about_whoever_answered_for_it(
    stage: Stage, case: Case
) -> None:
    worker = stage.cast["dispatcher"]
    desk.assign_case(case, to=worker, by=stage.cast["agent"], at=hour(0.5))
    complaint = taken(stage, about="case", case=case)
    assert (complaint.person, complaint.customer) == (worker, case.customer)
    desk.assign_case(case, to=stage.cast["technician"], by=stage.cast["agent"], at=hour(1.5))
    with pytest.raises(NotAllowed):
        actions.move_complaint(complaint, "withdraw", data={"reason": "x"}, by=worker, at=hour(2))


def test_danger_stands_first_and_headquarters_hears_of_every_complaint(
    stage: Stage, sign_in: SignIn
) -> None:
    taken(stage, 1, matter="报告迟到", severity="serious")
    last = taken(stage, 2, matter="支架松动", safety=True, severity="minor")
    page = text_of(sign_in("agent").get("/complaints/"))
    assert page.index("支架松动") < page.index("报告迟到")
    alerts = Alert.objects.filter(person=stage.cast["manager"], step="complaint.received")
    assert {one.subject for one in alerts} >= {last.reference}
    manager = sign_in("manager")
    assert f"{last.number} 支架松动" in text_of(manager.get("/alerts"))
    opened = manager.post(f"/alerts/{alerts.get(subject=last.reference).pk}/open")
    assert opened.headers["Location"] == f"/complaints/{last.number}"
    sent(manager, last, "weigh", severity="minor")
    page = text_of(sign_in("agent").get("/complaints/"))
    assert page.index("报告迟到") < page.index("支架松动")


def test_the_list_asks_the_same_questions_with_one_row_and_with_three(
    stage: Stage, sign_in: SignIn
) -> None:
    browser = sign_in("agent")
    taken(stage)
    browser.get("/complaints/")
    with statements() as for_one:
        browser.get("/complaints/")
    for _each in range(2):
        taken(stage)
    with statements() as for_three:
        browser.get("/complaints/")
    assert len(for_three) == len(for_one) > 0


def test_through_the_api_it_needs_number_remedy_and_decision(
    stage: Stage, stand: Stand, api: Api
) -> None:
    new = {"matter": "收费多了", "about": "other", "remedy": "refund", "complainant_name": "李娜"}
    assert api.refused("/complaints", {**new, "remedy": "other"}) == "refused"
    made: Shown = api.post("/complaints", new)
    assert made["state"] == "acknowledged"
    assert made["moves"] == ["investigate", "withdraw"]
    path = f"/complaints/{made['number']}"
    assert api.refused(f"{path}/moves", {"move": "close"}) == "wrong-state"
    api.post(f"{path}/investigator", {"investigator": stage.cast["quality"].pk})
    api.post(f"{path}/decision", DECISION, status=403)
    shown: Shown = api.post(f"{path}/decision", DECISION, by="quality")
    assert (shown["state"], shown["outcome"]) == ("decided", "upheld")
    api.post(f"{path}/moves", {"move": "accept"})
    closed: Shown = api.post(f"{path}/moves", {"move": "close"})
    assert closed["state"] == "closed"
    assert [one["number"] for one in api.get("/complaints?open=true")["items"]] == []


@pytest.mark.clause("P02-05")
def test_the_plan_times_how_soon_a_complaint_by_letter_is_acknowledged(
    stage: Stage, sign_in: SignIn, stand: Stand
) -> None:
    unit = stage.unit("p02")
    complaint = taken(stage, customer=unit.customer, source="letter")
    clock = Commitment.objects.get(subject=complaint.reference, promise="react-to-complaint")
    assert (complaint.state, clock.state) == ("received", "open")
    assert "对投诉迅速反应" in text_of(sign_in("agent").get(f"/complaints/{complaint.number}"))
    stand(1.25)
    sent(sign_in("agent"), complaint, "acknowledge")
    clock.refresh_from_db()
    assert (complaint.state, clock.state) == ("acknowledged", "kept")


def test_a_complaint_that_is_withdrawn_ends_its_clock(stage: Stage) -> None:
    unit = stage.unit("p02")
    complaint = taken(stage, customer=unit.customer, source="letter")
    actions.move_complaint(
        complaint, "withdraw", data={"reason": "已谈妥"}, by=stage.cast["agent"], at=hour(1.1)
    )
    clock = Commitment.objects.get(subject=complaint.reference)
    assert (clock.state, clock.reason) == ("void", "moot")


def test_the_same_event_sent_twice_counts_once(stage: Stage) -> None:
    complaint, sender = taken(stage), uuid.uuid4()
    for _each in range(2):
        actions.note_complaint(complaint, "已致电", by=stage.cast["agent"], at=hour(2), id=sender)
    assert Event.objects.filter(subject=complaint.reference, kind="complaint.noted").count() == 1
