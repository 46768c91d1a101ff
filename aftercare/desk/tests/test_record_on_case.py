"""What is recorded on a case without moving it."""

import uuid
from typing import Any

import pytest

from aftercare.desk import actions, queries
from aftercare.desk.models import Case
from aftercare.desk.states import RECORDS
from aftercare.desk.tests.stage import Stage, hour, kinds, last_event
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.promises.models import Commitment

SAID = {
    "opinion": "建议更换", "solution": "更换密封圈", "result": "已安排", "report": "已修复",
    "part": "密封圈", "decision": "同意退货", "agreed_for": "2026-11-17T10:00:00+08:00",
    "authorised_by": "张工", "scope": "仅报表服务器",
}  # fmt: skip


@pytest.fixture
def case(stage: Stage) -> Case:
    return stage.case(stage.unit("p10"))


BY_ANOTHER = {"file.rechecked"}  # by a head, after somebody else; see the story of P13


@pytest.mark.parametrize("kind", sorted({*RECORDS} - BY_ANOTHER))
def test_each_record_is_an_event_that_leaves_the_state(stage: Stage, case: Case, kind: str) -> None:
    data = {name: SAID[name] for name in RECORDS[kind]}
    by = stage.cast["technician"]
    actions.record_on_case(case, kind, by=by, at=hour(2), occurred_at=hour(1), data=data)
    event = last_event(case)
    assert (event.kind, event.actor_name, event.occurred_at) == (kind, "赵勇", hour(1))
    assert Case.objects.get(pk=case.pk).state == "registered"


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("case.solved", {}, "kind"),
        ("case.opinion_given", {"opinion": " "}, "opinion"),
        ("visit.agreed", {"agreed_for": "tomorrow"}, "agreed_for"),
        ("visit.agreed", {"agreed_for": "2026-11-15T10:00:00+08:00"}, "agreed_for"),
        ("visit.agreed", {"agreed_for": "2026-11-17T10:00:00"}, "agreed_for"),
    ],
)
def test_what_makes_no_sense_is_refused(
    stage: Stage, case: Case, kind: str, data: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.record_on_case(case, kind, by=stage.cast["agent"], at=hour(2), data=data)
    assert refused.value.field == field
    assert kinds(case) == ["case.reported"]


def test_the_arrival_that_is_entered_later_keeps_its_promise(stage: Stage) -> None:
    case = stage.case(stage.unit("p01"), facts={"needs": "visit"})
    by = stage.cast["technician"]
    actions.record_on_case(case, "visit.arrived", by=by, at=hour(9), occurred_at=hour(1.5))
    assert Commitment.objects.get(subject=case.reference, promise="arrive").state == "kept"


def test_a_record_sent_twice_counts_once(stage: Stage, case: Case) -> None:
    id, by = uuid.uuid4(), stage.cast["technician"]
    first = actions.record_on_case(case, "visit.arrived", by=by, at=hour(1), id=id)
    again = actions.record_on_case(case, "visit.arrived", by=by, at=hour(1), id=id)
    assert (again.sequence, kinds(case)) == (first.sequence, ["case.reported", "visit.arrived"])


def test_a_note_is_internal_unless_it_is_said(stage: Stage, case: Case) -> None:
    by = stage.cast["agent"]
    actions.note_case(case, " 客户很着急 ", by=by, at=hour(1))
    assert last_event(case).data == {"text": "客户很着急", "internal": True, "revision": 1}
    with pytest.raises(Refusal) as refused:
        actions.note_case(case, "  ", by=by, at=hour(1))
    assert refused.value.field == "text"


def test_who_only_looks_records_nothing(stage: Stage, case: Case) -> None:
    with pytest.raises(NotAllowed):
        actions.record_on_case(case, "visit.arrived", by=stage.cast["finance"], at=hour(1))
    with pytest.raises(NotAllowed):
        actions.note_case(case, "x", by=stage.cast["finance"], at=hour(1))


def test_a_loan_is_offered_once_and_answered_once(stage: Stage, case: Case) -> None:
    agent: Any = stage.cast["agent"]
    actions.offer_loan(case, by=agent, at=hour(1))
    actions.offer_loan(case, by=agent, at=hour(2))
    assert kinds(case) == ["case.reported", "loan.offered"]
    assert queries.open_proposals(case) == ["loan.offered"]
    actions.answer_loan(case, accepted=True, by=agent, at=hour(3))
    assert (case.loan, queries.open_proposals(case)) == ("accepted", [])
    with pytest.raises(Refusal) as refused:
        actions.answer_loan(case, accepted=False, by=agent, at=hour(4))
    assert refused.value.code == "wrong-state"


def test_a_proposal_is_decided_once_with_a_reason(stage: Stage, case: Case) -> None:
    agent = stage.cast["lead"]
    actions.propose_replacement(case, by=agent, at=hour(1))
    actions.propose_replacement(case, by=agent, at=hour(1))
    assert queries.open_proposals(case) == ["replacement.proposed"]
    with pytest.raises(Refusal) as refused:
        actions.answer_proposal(
            case, "replacement.proposed", accepted=True, reason=" ", by=agent, at=hour(2)
        )
    assert refused.value.field == "reason"
    for _twice in range(2):
        actions.answer_proposal(
            case, "replacement.proposed", accepted=True, reason="三修未好", by=agent, at=hour(2),
            id=uuid.UUID(int=7),
        )  # fmt: skip
    assert last_event(case).data == {
        "proposal": "replacement.proposed", "accepted": True, "reason": "三修未好", "revision": 1,
    }  # fmt: skip
    with pytest.raises(Refusal):
        actions.answer_proposal(
            case, "replacement.proposed", accepted=False, reason="x", by=agent, at=hour(3)
        )


def test_a_rating_is_given_once_when_it_is_solved(stage: Stage, case: Case) -> None:
    customer = stage.cast["customer"]
    with pytest.raises(Refusal):
        actions.rate_case(case, 5, by=customer, at=hour(1))
    stage.move(case, "solve", at=1, data={"solution": "已修复"})
    with pytest.raises(Refusal) as refused:
        actions.rate_case(case, 6, by=customer, at=hour(2))
    assert refused.value.field == "stars"
    actions.rate_case(case, 4, by=customer, at=hour(2), text="很快")
    assert (case.rating, last_event(case).data["text"]) == (4, "很快")
    with pytest.raises(Refusal):
        actions.rate_case(case, 1, by=customer, at=hour(3))
