"""The moves of a case, who may make them, and the second of two."""

import uuid
from typing import Any

import pytest

from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.states import MOVES
from aftercare.desk.tests.stage import Stage, hour, kinds, last_event
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event
from aftercare.kit.states import open_moves
from aftercare.promises.models import Commitment

NEEDED = {"reason": "customer", "solution": "更换电磁阀"}


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.case(stage.unit("p10"), facts={"needs": "phone"})


@pytest.mark.parametrize(
    ("way", "state", "events"),
    [
        (["answer"], "answered", ["case.answered"]),
        (["guide"], "guiding", ["case.answered", "case.guided"]),
        (["answer", "guide"], "guiding", ["case.answered", "case.guided"]),
        (["connect"], "remote", ["case.answered", "case.connected"]),
        (["need_visit"], "needs-visit", ["case.answered", "case.visit_needed"]),
        (["answer", "arrange"], "arranged", ["case.answered", "case.arranged"]),
        (["answer", "wait", "resume"], "answered",
         ["case.answered", "case.waiting", "case.resumed"]),
        (["answer", "wait", "solve"], "solved", ["case.answered", "case.waiting", "case.solved"]),
        (["solve", "confirm", "close"], "closed",
         ["case.answered", "case.solved", "case.confirmed", "case.closed"]),
        (["solve", "reopen"], "reopened", ["case.answered", "case.solved", "case.reopened"]),
        (["withdraw"], "withdrawn", ["case.withdrawn"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_case_goes_its_way(
    stage: Stage, case: Case, way: list[str], state: str, events: list[str]
) -> None:
    for step, verb in enumerate(way, start=1):
        data = {name: NEEDED[name] for name in MOVES[verb].needs}
        stage.move(case, verb, at=step, data=data)
    case.refresh_from_db()
    assert case.state == state
    assert kinds(case) == ["case.reported", *events]
    assert last_event(case).data["revision"] == case.revision == len(way) + 1


@pytest.mark.parametrize("verb", sorted(set(MOVES) - set(open_moves(MOVES, "closed"))))
def test_the_table_says_what_is_possible(stage: Stage, case: Case, verb: str) -> None:
    stage.move(case, "solve", at=1, data=NEEDED)
    stage.move(case, "close", at=2)
    with pytest.raises(Refusal) as refused:
        stage.move(case, verb, at=3, data={**NEEDED, "to": "x"})
    assert refused.value.code == "wrong-state"
    assert last_event(case).kind == "case.closed"


@pytest.mark.parametrize(
    ("verb", "data", "field"),
    [
        ("wait", {}, "reason"),
        ("wait", {"reason": "lunch"}, "reason"),
        ("solve", {"solution": "  "}, "solution"),
        ("withdraw", {}, "reason"),
    ],
)
def test_what_a_move_needs_must_be_said(
    stage: Stage, case: Case, verb: str, data: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        stage.move(case, verb, at=1, data=data)
    assert refused.value.field == field
    assert kinds(case) == ["case.reported"]


def test_what_is_entered_later_is_judged_by_when_it_happened(stage: Stage) -> None:
    case = stage.case(stage.unit("p01"))
    stage.move(case, "answer", at=5, occurred_at=hour(0.25))
    event = last_event(case)
    assert (event.occurred_at, event.recorded_at) == (hour(0.25), hour(5))
    assert Commitment.objects.get(subject=case.reference, promise="answer").state == "kept"


@pytest.mark.parametrize(("moment", "code"), [(6, "future"), (-1, "too-early")])
def test_nothing_happens_in_the_future_or_before_the_case(
    stage: Stage, case: Case, moment: float, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        stage.move(case, "answer", at=5, occurred_at=hour(moment))
    assert (refused.value.field, refused.value.code) == ("occurred_at", code)


def test_of_two_people_the_second_is_told(stage: Stage, case: Case) -> None:
    mine, yours = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    stage.move(mine, "answer", at=1, revision=1)
    with pytest.raises(Stale) as told:
        stage.move(yours, "need_visit", at=1, revision=1, by="dispatcher")
    assert told.value.details == {"subject": case.reference, "revision": 1}
    assert kinds(case) == ["case.reported", "case.answered"]


def test_a_form_sent_twice_moves_once(stage: Stage, case: Case) -> None:
    id = uuid.uuid4()
    stage.move(case, "answer", at=1, revision=1, id=id)
    again = stage.move(Case.objects.get(pk=case.pk), "answer", at=1, revision=1, id=id)
    assert (again.state, again.revision) == ("answered", 2)
    assert kinds(case) == ["case.reported", "case.answered"]


def test_a_move_under_the_id_of_an_event_of_another_case_moves_nothing(
    stage: Stage, case: Case
) -> None:
    other = stage.case(stage.unit("p14"))
    id = Event.objects.get(subject=other.reference).id
    with pytest.raises(Refusal) as refused:
        stage.move(case, "answer", at=1, id=id)
    assert (refused.value.code, Case.objects.get(pk=case.pk).state) == ("id-used", "registered")
    assert kinds(case) == ["case.reported"]


@pytest.mark.parametrize("username", ["finance", "quality", "inspector", "author"])
def test_who_only_looks_moves_nothing(stage: Stage, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        stage.move(case, "answer", at=1, by=username)


def test_a_customer_confirms_and_says_no_but_does_no_work(stage: Stage, case: Case) -> None:
    with pytest.raises(NotAllowed):
        stage.move(case, "solve", at=1, by="customer", data=NEEDED)
    stage.move(case, "solve", at=1, data=NEEDED)
    stage.move(case, "reopen", at=2, by="customer", data={"reason": "还是不制冷"})
    stage.move(case, "solve", at=3, data=NEEDED)
    stage.move(case, "confirm", at=4, by="customer")
    assert case.state == "confirmed"


def test_forwarding_hands_the_case_over(stage: Stage, case: Case) -> None:
    dealer = stage.cast.organisations["dealer"]
    actions.forward_case(case, to=dealer, by=stage.cast["agent"], at=hour(1), note="请今天安排")
    event = last_event(case)
    assert (case.state, case.organisation, case.responsible) == ("forwarded", dealer, None)
    assert event.data == {
        "to": dealer.reference, "to_name": dealer.name, "note": "请今天安排", "responsible": "",
        "organisation": dealer.reference, "revision": 2,
    }  # fmt: skip


def test_forwarding_to_a_department_and_assigning_a_person(stage: Stage, case: Case) -> None:
    department, technician = stage.cast.departments["工程维修部"], stage.cast["technician"]
    actions.forward_case(case, to=department, by=stage.cast["agent"], at=hour(1))
    assert (case.department, case.responsible) == (department, None)
    actions.assign_case(case, to=technician, by=stage.cast["dispatcher"], at=hour(2))
    assert (case.state, case.responsible) == ("forwarded", technician)
    assert last_event(case).data["responsible"] == technician.reference
    with pytest.raises(Stale):
        actions.assign_case(
            case, to=technician, by=stage.cast["dispatcher"], at=hour(2), revision=1
        )


def test_a_dealer_does_not_push_the_customer_back(stage: Stage) -> None:
    unit = stage.unit("p06", service="machinery", customer="household", dealer="dealer")
    case = stage.case(unit)
    dealer, house = stage.cast["dealer"], stage.cast.organisations["dealer"]
    actions.forward_case(case, to=house, by=stage.cast["agent"], at=hour(1))
    receivers: list[Any] = [
        stage.cast["agent"],
        stage.cast.departments["客户服务部"],
        stage.cast.organisations["dealer2"],
    ]
    for receiver in receivers:
        with pytest.raises(NotAllowed):
            actions.forward_case(case, to=receiver, by=dealer, at=hour(2))
    with pytest.raises(NotAllowed):
        actions.assign_case(case, to=stage.cast["technician"], by=dealer, at=hour(2))
    actions.assign_case(case, to=dealer, by=dealer, at=hour(2))
    assert (case.organisation, case.responsible) == (house, dealer)


def test_a_closed_case_is_assigned_to_nobody(stage: Stage, case: Case) -> None:
    stage.move(case, "withdraw", at=1, data=NEEDED)
    with pytest.raises(Refusal) as refused:
        actions.assign_case(case, to=stage.cast["lead"], by=stage.cast["agent"], at=hour(2))
    assert refused.value.code == "wrong-state"
