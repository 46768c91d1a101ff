"""The verdict of a case: judged, decided, overruled."""

import pytest

from aftercare.coverage.rules.verdict import Verdict
from aftercare.desk import actions
from aftercare.desk.freezing import changed_verdicts
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, hour, last_event
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.plans import actions as plans


def test_the_verdict_is_on_the_case_with_its_reasons(stage: Stage) -> None:
    case = stage.case(stage.unit("p01"), facts={"cause": "product"})
    assert case.verdict is not None
    verdict = Verdict.from_json(case.verdict)
    assert (verdict.covered, verdict.code("parts")) == ("yes", "warranty")
    assert verdict.reasons


def test_until_it_is_decided_the_verdict_follows_the_facts(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"), facts={"cause": "product"})
    assert case.covered == "yes"
    actions.triage_case(case, {"cause": "virus"}, by=stage.cast["agent"], at=hour(1))
    assert case.covered == "advice"


def test_once_decided_neither_time_nor_data_change_it(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"), facts={"cause": "product"})
    actions.decide_coverage(case, by=stage.cast["agent"], at=hour(1), revision=1)
    event = last_event(case)
    assert (event.kind, event.data["covered"]) == ("case.covered", "yes")
    actions.triage_case(case, {"cause": "virus"}, by=stage.cast["agent"], at=hour(2))
    assert (case.covered, (case.verdict or {})["decided"]) == ("yes", "林晓")
    assert case.agreement is not None
    plans.record_milestone(case.agreement, "agreement.ended", occurred_at=hour(-1000),
                           by=stage.cast["manager"], at=hour(2))  # fmt: skip
    case.refresh_from_db()
    assert case.covered == "yes"


def test_a_frozen_verdict_stands_in_the_chain_and_a_change_of_it_shows(stage: Stage) -> None:
    one, other = (stage.case(stage.unit("p01"), facts={"cause": "product"}) for _ in range(2))
    for case in (one, other):
        actions.decide_coverage(case, by=stage.cast["agent"], at=hour(1))
    actions.overrule_coverage(other, covered="no", reason="人为损坏", by=stage.cast["lead"],
                              at=hour(2))  # fmt: skip
    assert last_event(one).data["verdict"] == one.verdict
    assert last_event(other).data["verdict"]["overruled"]["covered"] == "no"
    assert list(changed_verdicts()) == []
    Case.objects.filter(pk=one.pk).update(verdict={**(one.verdict or {}), "reasons": []})
    assert list(changed_verdicts()) == [one]
    Case.objects.filter(pk=other.pk).update(covered="yes")
    assert list(changed_verdicts()) == [one, other]
    third = stage.case(stage.unit("p01"))
    Case.objects.filter(pk=third.pk).update(verdict={**(third.verdict or {}), "decided": "谁"})
    assert third in list(changed_verdicts())


def test_what_is_decided_is_not_decided_again_in_another_s_name(stage: Stage) -> None:
    case = stage.case(stage.unit("p01"), facts={"cause": "product"})
    actions.decide_coverage(case, by=stage.cast["agent"], at=hour(1))
    with pytest.raises(Refusal):
        actions.decide_coverage(case, by=stage.cast["lead"], at=hour(2))
    case.refresh_from_db()
    assert (case.verdict or {})["decided"] == "林晓"


def test_goodwill_needs_the_power_and_a_reason(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"), facts={"cause": "virus"})
    with pytest.raises(NotAllowed):
        actions.overrule_coverage(
            case, covered="yes", reason="老客户", by=stage.cast["agent"], at=hour(1)
        )
    for covered, reason, field in (("yes", " ", "reason"), ("perhaps", "老客户", "covered")):
        with pytest.raises(Refusal) as refused:
            actions.overrule_coverage(
                case, covered=covered, reason=reason, by=stage.cast["lead"], at=hour(1)
            )
        assert refused.value.field == field
    actions.overrule_coverage(
        case, covered="yes", reason="老客户", by=stage.cast["lead"], at=hour(1), revision=1
    )
    assert case.covered == "yes"
    assert (case.verdict or {})["overruled"] == {
        "covered": "yes", "reason": "老客户", "by": "孙丽", "at": hour(1).isoformat(),
    }  # fmt: skip
    assert (last_event(case).kind, last_event(case).data["reason"]) == ("case.covered", "老客户")
    with pytest.raises(Stale):
        actions.overrule_coverage(
            case, covered="no", reason="x", by=stage.cast["lead"], at=hour(1), revision=1
        )
