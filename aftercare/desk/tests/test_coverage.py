"""The verdict of a case: judged, decided, overruled."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aftercare.coverage.rules.verdict import Verdict
from aftercare.desk import actions
from aftercare.desk.freezing import changed_verdicts
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, hour, last_event
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.web.demo.cast import Cast


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


def test_what_may_be_chosen_stands_on_the_intake_and_the_case_and_is_chosen_there(
    client: Client, stage: Stage, cast: Cast
) -> None:
    unit = stage.unit("p09", service="equipment")
    for place in range(3):
        case = stage.case(unit, at=place, symptom="泵漏水", facts={"cause": "product"})
        actions.move_case(case, "solve", by=cast["agent"], at=hour(place + 0.5),
                       data={"solution": "修好"})  # fmt: skip
    client.force_login(cast["agent"])
    with time_machine.travel(hour(5), tick=False):
        picked = {"customer": unit.customer_id, "unit": unit.pk, "cause": "product"}
        live = client.post(reverse("desk:intake-live"), {**picked, "symptom": "泵漏水"})
        told = live.content.decode().split('id="choices"')[1]
        assert "P09-36" in told
        assert (
            'id="choices"'
            not in client.post(
                reverse("desk:intake-live"), {**picked, "symptom": "", "cause": "user"}
            ).content.decode()
        )
        case = stage.case(unit, at=4, symptom="泵漏水", facts={"cause": "product"})
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        assert "P09-36" in page.split('id="choices"')[1]
        act = reverse("desk:act", args=[case.number, "choose"])
        form = client.get(act).content.decode()
        assert "three-failed-repairs:new-unit" in form
        sent = {"id": str(uuid.uuid4()), "revision": case.revision,
                "choice": "three-failed-repairs:new-unit"}  # fmt: skip
        assert client.post(act, {**sent, "choice": "x:refund"}).status_code == 422
        for _ in range(2):
            assert client.post(act, sent).status_code == 302
        chosen = Event.objects.get(subject=case.reference, kind="remedy.chosen")
        assert chosen.data["offer"] == "new-unit"
        after = client.get(reverse("desk:case", args=[case.number])).content.decode()
        assert after.count("更换同品牌同型号新品") > page.count("更换同品牌同型号新品")
