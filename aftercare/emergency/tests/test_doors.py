"""Incidents by page and by API: convened, planned, acted on, closed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour, kinds
from aftercare.duty import actions as duty
from aftercare.emergency import actions
from aftercare.emergency.models import GroupMember, Incident, Measure
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound.models import Message
from aftercare.promises.models import Alert, Commitment
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
SAID = actions.Declared("机房断电", "UPS 未切换，全部业务中断。")
REPORT = {"cause": "UPS 电池老化", "done": "发电机供电，更换电池", "changed": "每季度放电测试"}


def declared(stage: Stage, at: float = 1, *cases: Case) -> Incident:
    said = actions.Declared(SAID.title, SAID.description, cases=cases)
    return actions.declare(said, by=stage.cast["dispatcher"], at=hour(at))


def sent(browser: Client, incident: Incident, verb: str, **said: Any) -> int:
    incident.refresh_from_db()
    frame = {"id": str(uuid.uuid4()), "revision": incident.revision}
    answer = browser.post(f"/emergency/{incident.number}/act/{verb}", {**frame, **said})
    incident.refresh_from_db()
    return int(answer.status_code)


def text_of(page: Any) -> str:
    return str(page.content.decode())


def told(person: Any, kind: str) -> int:
    return Alert.objects.filter(person=person, step=kind).count()


def test_whoever_is_away_is_replaced_and_everybody_is_told_at_once(group: Stage) -> None:
    cast = group.cast
    roster = duty.add_roster(cast.departments["工程维修部"], by=SYSTEM, at=hour(-48))
    duty.enter_leave(
        cast["lead"], begins_at=hour(-2), ends_at=hour(8), by=cast["manager"], at=hour(-24)
    )
    duty.stand_in(
        roster, person=cast["technician2"], instead_of=cast["lead"], begins_at=hour(-2),
        ends_at=hour(8), by=cast["manager"], at=hour(-24),
    )  # fmt: skip
    incident = declared(group)
    seats = {one.person: (one.is_head, one.instead_of) for one in incident.summons.all()}
    assert seats == {
        cast["technician2"]: (True, cast["lead"]),
        cast["technician"]: (False, None),
        cast["agent"]: (False, None),
    }
    letters = Message.objects.filter(template="incident-convened")
    assert {one.person for one in letters} == set(seats)
    assert all(one.urgent and one.about == incident.reference for one in letters)
    assert all(told(one, "incident.convened") == 1 for one in seats)
    assert told(cast["lead"], "incident.convened") == 0


def test_without_a_group_the_service_managers_are_convened(stage: Stage, sign_in: SignIn) -> None:
    incident = declared(stage)
    assert [one.person for one in incident.summons.all()] == [stage.cast["manager"]]
    assert stage.cast["manager"].name in text_of(sign_in("agent").get("/emergency/group"))


def test_the_same_form_twice_is_one_incident(group: Stage, sign_in: SignIn, case: Case) -> None:
    browser = sign_in("agent")
    page = browser.get(f"/emergency/add?case={case.number}")
    form = page.context["form"]
    given = {"title": "停机", "description": "全部停机", "case": case.number,
             "id": str(form["id"].value())}  # fmt: skip
    first, second = (browser.post("/emergency/add", given) for _each in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    incident = Incident.objects.get()
    assert incident.joined.get().case == case
    assert "emergency.declared" in kinds(case)
    part = text_of(browser.get(f"/emergency/of/{case.number}"))
    assert incident.number in part
    shown = text_of(browser.get(f"/cases/{case.number}"))
    assert f"/emergency/of/{case.number}" in shown
    assert f"/emergency/{incident.number}" in shown  # in its history


def test_a_case_belongs_to_one_open_incident(group: Stage, case: Case, sign_in: SignIn) -> None:
    first, second = declared(group, 1, case), declared(group, 2)
    browser = sign_in("agent")
    assert sent(browser, second, "join", case=case.number) == 422
    assert sent(browser, second, "join", case="C1") == 422
    other = group.case(case.unit)  # type: ignore[arg-type]
    assert sent(browser, second, "join", case=other.number) == 302
    assert sent(browser, second, "join", case=other.number) == 302
    assert second.joined.count() == 1
    actions.close_incident(
        first, actions.Report("x", "x", "x", "误报"), by=group.cast["lead"], at=hour(3)
    )
    assert sent(browser, second, "join", case=case.number) == 302
    assert "emergency.ended" in kinds(case)


def test_the_level_is_one_of_the_plan_of_the_case(group: Stage, api: Api, stand: Stand) -> None:
    case = group.case(group.unit("p14"), facts={"severity": "2"})
    body = {"title": "x", "description": "x", "cases": [case.number], "severity": "9"}
    assert api.refused("/incidents", body) == "refused"
    assert api.post("/incidents", {**body, "severity": "1"})["severity"] == "1"


def test_here_is_said_once_and_only_by_whoever_was_convened(
    group: Stage, sign_in: SignIn, stand: Stand
) -> None:
    incident = declared(group)
    technician = sign_in("technician")
    address = f"/emergency/{incident.number}"
    assert "我已到位" in text_of(technician.get(address))
    stand(1.1)
    for _each in range(2):
        assert technician.post(f"{address}/here").status_code == 302
    summons = incident.summons.get(person=group.cast["technician"])
    assert summons.here_at == hour(1.1)
    assert Event.objects.filter(kind="incident.answered").count() == 1
    assert "我已到位" not in text_of(technician.get(address))
    assert sign_in("manager").post(f"{address}/here").status_code == 403
    assert technician.get(f"{address}/here").status_code == 405


def test_who_did_not_answer_is_named_on_the_page_without_a_worker(
    group: Stage, sign_in: SignIn, stand: Stand
) -> None:
    incident = declared(group)
    stand(1.2)
    page = sign_in("agent").get(f"/emergency/{incident.number}")
    assert page.context["missing"] == []
    stand(1.3)
    page = sign_in("agent").get(f"/emergency/{incident.number}")
    assert {one.person.username for one in page.context["missing"]} == {
        "lead", "technician", "agent",
    }  # fmt: skip


def test_a_plan_is_approved_by_the_head_and_not_by_its_drafter_alone(
    group: Stage, sign_in: SignIn
) -> None:
    incident = declared(group)
    agent, lead, technician = map(sign_in, ("agent", "lead", "technician"))
    assert sent(agent, incident, "draft", text="", after=0) == 422
    assert sent(agent, incident, "draft", text="切换到备用机房", after=0) == 302
    assert told(group.cast["lead"], "incident.plan-drafted") == 1
    assert sent(agent, incident, "approve", version=1) == 403
    assert sent(lead, incident, "draft", text="先供电，再切换", after=0) == 422  # another was first
    assert sent(lead, incident, "draft", text="先供电，再切换", after=1) == 302
    assert sent(lead, incident, "approve", version=1) == 422
    technician.post(f"/emergency/{incident.number}/here")
    assert sent(lead, incident, "approve", version=2) == 403
    assert incident.state == "convened"
    assert sent(technician, incident, "approve", version=2) == 302
    plan = incident.plans.get(version=2)
    assert (incident.state, plan.approved_by) == ("planned", group.cast["technician"])
    page = text_of(lead.get(f"/emergency/{incident.number}"))
    assert "切换到备用机房" in page
    assert "先供电，再切换" in page


def test_the_head_alone_may_approve_its_own_plan(group: Stage) -> None:
    incident, lead = declared(group), group.cast["lead"]
    actions.draft_plan(incident, "x", by=lead, at=hour(2))
    assert actions.approve_plan(incident, 1, by=lead, at=hour(2)).approved_by == lead
    with pytest.raises(Refusal):
        actions.approve_plan(incident, 1, by=lead, at=hour(2))


def test_somebody_takes_the_place_of_a_head_who_does_not_answer(
    group: Stage, sign_in: SignIn
) -> None:
    incident, cast = declared(group), group.cast
    agent = sign_in("agent")
    given = {"person": cast["manager"].pk, "instead_of": cast["lead"].pk}
    assert sent(agent, incident, "call-in", **given) == 302
    head = incident.summons.get(is_head=True)
    assert (head.person, head.instead_of) == (cast["manager"], cast["lead"])
    assert told(cast["manager"], "incident.convened") == 1
    actions.draft_plan(incident, "x", by=cast["agent"], at=hour(2))
    with pytest.raises(NotAllowed):
        actions.approve_plan(incident, 1, by=cast["lead"], at=hour(2))
    assert sent(agent, incident, "call-in", person=cast["agent"].pk) == 422
    assert sent(agent, incident, "call-in", person=cast["customer"].pk) == 422


def test_measures_have_an_owner_a_moment_and_a_result(
    group: Stage, sign_in: SignIn, stand: Stand
) -> None:
    incident, cast = declared(group), group.cast
    agent, owner, other = map(sign_in, ("agent", "technician2", "technician"))
    given = {"what": "启动发电机", "owner": cast["technician2"].pk}
    assert sent(agent, incident, "measure", **given, due_at="2026-11-16T09:00") == 422
    assert sent(agent, incident, "measure", **given, due_at="2026-11-16T11:00") == 302
    measure = Measure.objects.get()
    assert (measure.due_at, measure.state) == (hour(2), "open")
    assert told(cast["technician2"], "incident.measure-added") == 1
    stand(2)
    assert "已逾期" in text_of(agent.get(f"/emergency/{incident.number}"))
    address = f"/emergency/measures/{measure.pk}/act"
    frame = {"id": str(uuid.uuid4()), "revision": measure.revision}
    due = {"owner": cast["technician2"].pk, "due_at": "2026-11-16T13:00"}
    assert owner.post(f"{address}/change", {**frame, **due}).status_code == 403
    assert other.post(f"{address}/change", {**frame, **due}).status_code == 302  # was convened
    assert "已逾期" not in text_of(agent.get(f"/emergency/{incident.number}"))
    assert owner.post(f"{address}/finish", {**frame, "result": ""}).status_code == 422
    frame = {"id": str(uuid.uuid4()), "revision": measure.revision + 1}
    for _each in range(2):
        done = owner.post(f"{address}/finish", {**frame, "result": "已供电"})
        assert done.status_code == 302
    measure.refresh_from_db()
    assert (measure.state, measure.result, measure.ended_at) == ("done", "已供电", hour(2))
    assert Event.objects.filter(kind="incident.measure-done").count() == 1
    frame["id"] = str(uuid.uuid4())
    assert agent.post(f"{address}/drop", {**frame, "result": "x"}).status_code in {409, 422}


def test_it_ends_only_when_nothing_is_open_or_with_a_reason(group: Stage, sign_in: SignIn) -> None:
    incident, cast = declared(group), group.cast
    agent, lead = map(sign_in, ("agent", "lead"))
    assert sent(agent, incident, "close", **REPORT, reason="x") == 403
    assert sent(lead, incident, "close", **REPORT) == 422  # no plan
    actions.draft_plan(incident, "x", by=cast["agent"], at=hour(2))
    actions.approve_plan(incident, 1, by=cast["lead"], at=hour(2))
    measure = actions.add_measure(
        incident, what="更换电池", owner=cast["technician"], due_at=hour(9), by=cast["lead"],
        at=hour(2),
    )  # fmt: skip
    assert incident.state == "acted"
    assert sent(lead, incident, "close", **REPORT) == 422
    assert sent(lead, incident, "close", **{**REPORT, "changed": ""}, reason="x") == 422
    actions.end_measure(measure, "finish", result="已更换", by=cast["technician"], at=hour(3))
    assert sent(lead, incident, "close", **REPORT, reason="不需要的理由") == 302
    assert (incident.state, incident.reason, incident.closed_by) == ("closed", "", cast["lead"])
    page = text_of(agent.get(f"/emergency/{incident.number}/report"))
    assert "每季度放电测试" in page
    assert "data-prints" in page
    assert sent(agent, incident, "draft", text="x", after=1) == 422


def test_two_at_once_one_is_told(group: Stage) -> None:
    incident, lead = declared(group), group.cast["lead"]
    other = Incident.objects.get(pk=incident.pk)
    actions.draft_plan(incident, "x", by=group.cast["agent"], at=hour(2), revision=1)
    with pytest.raises(Stale):
        actions.draft_plan(other, "y", by=lead, at=hour(2), revision=1)
    report = actions.Report("x", "x", "x", "x")
    with pytest.raises(Stale):
        actions.close_incident(other, report, by=lead, at=hour(2), revision=1)


def test_dealers_and_customers_find_no_incident(
    group: Stage, sign_in: SignIn, api: Api, case: Case
) -> None:
    incident = declared(group, 1, case)
    for name in ("customer", "dealer", "author"):
        browser = sign_in(name)
        for address in ("", "add", "group", incident.number, f"{incident.number}/report"):
            assert browser.get(f"/emergency/{address}").status_code == 404, (name, address)
        assert browser.post(f"/emergency/{incident.number}/here").status_code == 404
        api.get(f"/incidents/{incident.number}", by=name, status=404)
        assert api.get("/incidents", by=name)["items"] == []
        assert api.get("/leading-group", by=name) == []
    seen = api.get(f"/events?subject={case.reference}", by="customer")["items"]
    assert [one for one in seen if one["kind"].startswith("emergency.")] == []


def test_a_technician_sees_the_incident_and_no_case_of_others(
    group: Stage, sign_in: SignIn, case: Case
) -> None:
    incident = declared(group, 1, case)
    page = text_of(sign_in("technician2").get(f"/emergency/{incident.number}"))
    assert case.number in page
    assert case.symptom not in page
    assert case.customer.name not in page


def test_the_group_is_kept_by_those_who_may(group: Stage, sign_in: SignIn) -> None:
    lead = GroupMember.objects.get(is_head=True)
    agent = GroupMember.objects.get(person=group.cast["agent"])
    manager = sign_in("manager")
    assert sign_in("agent").get("/emergency/group/add").status_code == 403
    assert sign_in("agent").post(f"/emergency/group/{lead.pk}/end").status_code == 403
    given = {"person": group.cast["quality"].pk, "task": "质量", "is_head": "on"}
    assert manager.post("/emergency/group/add", given).status_code == 302
    head = GroupMember.objects.get(is_head=True)
    assert (head.person, head.task) == (group.cast["quality"], "质量")
    manager.post(f"/emergency/group/{head.pk}/end")  # not before another one heads it
    manager.post(f"/emergency/group/{agent.pk}/head")
    assert GroupMember.objects.get(is_head=True) == agent
    manager.post(f"/emergency/group/{head.pk}/end")
    head.refresh_from_db()
    assert head.until == hour(1)
    assert manager.post(f"/emergency/group/{head.pk}/head").status_code == 404
    text = text_of(manager.get("/emergency/group"))
    assert group.cast["quality"].name not in text


def test_the_lists_ask_the_same_questions_with_one_row_and_with_three(
    group: Stage, sign_in: SignIn, case: Case
) -> None:
    browser, cast = sign_in("agent"), group.cast
    incident = declared(group, 1, case)

    def asked(address: str) -> int:
        browser.get(address)
        with statements() as seen:
            browser.get(address)
        return len(seen)

    addresses = ("/emergency/", f"/emergency/{incident.number}", "/emergency/group")
    before = [asked(one) for one in addresses]
    for _each in range(2):
        declared(group)
        more = group.case(case.unit)  # type: ignore[arg-type]
        actions.join_case(incident, more, by=cast["agent"], at=hour(1))
        actions.add_measure(incident, what="x", owner=cast["agent"], due_at=hour(5),
                            by=cast["lead"], at=hour(1))  # fmt: skip
    for name in ("quality", "manager"):
        actions.add_member(cast[name], by=SYSTEM, at=hour(1))
    assert [asked(one) for one in addresses] == before


def test_alerts_lead_to_the_incident(group: Stage, sign_in: SignIn) -> None:
    incident, browser = declared(group), sign_in("technician")
    page = text_of(browser.get("/alerts"))
    assert f"{incident.number} {incident.title}" in page
    alert = Alert.objects.get(person=group.cast["technician"])
    opened = browser.post(f"/alerts/{alert.pk}/open")
    assert opened.headers["Location"] == f"/emergency/{incident.number}"


def test_the_same_note_twice_is_one(group: Stage) -> None:
    incident, id = declared(group), uuid.uuid4()
    for _each in range(2):
        actions.note_incident(incident, "已到现场", by=group.cast["agent"], at=hour(2), id=id)
    assert Event.objects.filter(kind="incident.noted").count() == 1
    with pytest.raises(NotAllowed):
        actions.note_incident(incident, "x", by=group.cast["technician2"], at=hour(2))


def test_a_solved_case_needs_no_plan_any_more(group: Stage, stand: Stand) -> None:
    case = group.case(group.unit("p14"), facts={"severity": "1"})
    incident = declared(group, 1, case)
    desk.move_case(case, "solve", data={"solution": "x"}, by=group.cast["agent"], at=hour(1.5))
    clock = Commitment.objects.get(subject=case.reference, promise="emergency-plan-of-incident")
    assert (clock.due_at, clock.reason) == (hour(1) + timedelta(hours=2), "moot")
    assert incident.is_open


def test_who_may_not_act_is_told_before_anything_is_written(group: Stage, sign_in: SignIn) -> None:
    incident = declared(group)
    actions.draft_plan(incident, "先断电", by=group.cast["agent"], at=hour(2))
    inspector = sign_in("inspector")
    assert inspector.get(f"/emergency/{incident.number}").status_code == 200
    for what in ("draft", "measure", "call-in", "join", "note", "close"):
        assert inspector.get(f"/emergency/{incident.number}/act/{what}").status_code == 403
