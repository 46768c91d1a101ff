"""Triage changes what clocks and coverage see, and nothing else."""

import pytest

from aftercare.desk import actions
from aftercare.desk.tests.stage import Stage, hour, kinds, last_event
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.promises.models import Commitment


def test_facts_change_with_their_clocks_and_verdict(stage: Stage) -> None:
    case = stage.case(stage.unit("p07", service="hospital-software"))
    before = case.covered
    actions.triage_case(
        case, {"difficulty": "complex", "cause": "virus"}, by=stage.cast["agent"], at=hour(1)
    )
    event = last_event(case)
    assert event.data["before"] == {"difficulty": "", "cause": ""}
    assert event.data["after"] == {"difficulty": "complex", "cause": "virus"}
    assert (before, case.covered) == ("undetermined", "advice")
    states = dict(Commitment.objects.filter(subject=case.reference).values_list("promise", "state"))
    assert states["software-solved"] == "void"


def test_an_empty_word_takes_a_fact_back(stage: Stage) -> None:
    case = stage.case(stage.unit("p14"), facts={"severity": "1"})
    actions.triage_case(case, {"severity": ""}, by=stage.cast["agent"], at=hour(1))
    assert case.severity == ""
    assert last_event(case).data["facts"]["severity"] is None


def test_nothing_changed_is_nothing_recorded(stage: Stage) -> None:
    case = stage.case(stage.unit("p14"), facts={"severity": "1"})
    actions.triage_case(case, {"severity": "1"}, by=stage.cast["agent"], at=hour(1))
    assert (kinds(case), case.revision) == (["case.reported"], 1)


@pytest.mark.parametrize(
    ("facts", "field"), [({"severity": "9"}, "severity"), ({"colour": "red"}, "colour")]
)
def test_unknown_words_are_refused(stage: Stage, facts: dict[str, str], field: str) -> None:
    case = stage.case(stage.unit("p14"))
    with pytest.raises(Refusal) as refused:
        actions.triage_case(case, facts, by=stage.cast["agent"], at=hour(1))
    assert refused.value.field == field


def test_the_second_of_two_is_told_and_who_only_looks_is_refused(stage: Stage) -> None:
    case = stage.case(stage.unit("p14"))
    actions.triage_case(case, {"severity": "2"}, by=stage.cast["agent"], at=hour(1), revision=1)
    with pytest.raises(Stale):
        actions.triage_case(case, {"severity": "3"}, by=stage.cast["lead"], at=hour(1), revision=1)
    with pytest.raises(NotAllowed):
        actions.triage_case(case, {"severity": "3"}, by=stage.cast["finance"], at=hour(1))


def test_a_closed_case_keeps_its_facts(stage: Stage) -> None:
    case = stage.case(stage.unit("p14"))
    stage.move(case, "withdraw", at=1, data={"reason": "误报"})
    with pytest.raises(Refusal) as refused:
        actions.triage_case(case, {"severity": "3"}, by=stage.cast["agent"], at=hour(2))
    assert refused.value.code == "wrong-state"
