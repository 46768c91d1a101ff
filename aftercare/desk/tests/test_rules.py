"""Gates and proposals, without a database."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.desk import facts, rules
from aftercare.plans.language.document import Plan
from aftercare.plans.language.reading import read_plan
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.web.environment import ROOT


@cache
def plan(number: str) -> Plan:
    path = next((ROOT / "plans").glob(f"{number}-*.yaml"))
    read = read_plan(path.read_text(encoding="utf-8"), path.name).plan
    assert read is not None
    return read


HOSPITAL = {"service": "hospital-software"}


@pytest.mark.parametrize(
    ("number", "kind", "happened", "known", "missing"),
    [
        ("p14", "case.connected", ["case.reported"], {}, ["session.authorised"]),
        ("p14", "case.connected", ["case.reported", "session.authorised"], {}, None),
        ("p14", "case.solved", ["case.reported"], {}, None),
        ("p07", "case.visit_needed", ["case.guided"], HOSPITAL, ["case.connected"]),
        ("p07", "case.visit_needed", ["case.guided", "case.connected"], HOSPITAL, None),
        ("p07", "case.visit_needed", [], {"service": "doors"}, None),
        ("p02", "case.closed", ["case.solved"], {"needs": "visit"}, ["case.confirmed"]),
        ("p02", "case.closed", ["case.solved"], {"needs": "phone"}, None),
        ("p02", "case.closed", ["case.solved", "case.confirmed"], {"needs": "visit"}, None),
        ("p02", "case.closed", ["case.solved", "case.confirmed", "case.reopened", "case.solved"],
         {"needs": "visit"}, ["case.confirmed"]),
        ("p11", "visit.reported", ["visit.arrived"], {}, ["case.solved"]),
        ("p11", "visit.reported", ["case.solved", "case.reopened"], {}, ["case.solved"]),
    ],
)  # fmt: skip
def test_gates_hold_back_until_what_they_need_has_happened(
    number: str, kind: str, happened: list[str], known: dict[str, str], missing: list[str] | None
) -> None:
    found = rules.barriers(plan(number), kind, happened, known)
    assert [list(barrier.missing) for barrier in found] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("number", "kind", "approvers"),
    [
        ("p14", "case.connected", ()),
        ("p08", "case.visit_needed", ("service-manager",)),
        ("p11", "visit.reported", ("service-manager",)),
    ],
)
def test_a_gate_names_who_may_open_it(number: str, kind: str, approvers: tuple[str, ...]) -> None:
    (barrier,) = rules.barriers(plan(number), kind, [], {})
    assert (barrier.approvers, barrier.may_be_opened) == (approvers, bool(approvers))


@given(st.lists(st.sampled_from(sorted(EVENTS)), max_size=12))
def test_after_reopening_no_solution_stands(happened: list[str]) -> None:
    standing = rules.still_standing([*happened, "case.reopened"])
    assert not standing & {"case.solved", "case.confirmed", "case.closed"}


@given(
    st.lists(st.sampled_from(sorted(EVENTS)), max_size=12),
    st.sampled_from(["p02", "p07", "p11", "p14"]),
)
def test_what_has_just_happened_opens_its_gate(happened: list[str], number: str) -> None:
    for name, gate in plan(number).gates.items():
        found = rules.barriers(plan(number), gate.before, [*happened, *gate.needs], {})
        assert name not in [barrier.name for barrier in found]


@pytest.mark.parametrize(
    ("happened", "waiting"),
    [
        ([], []),
        ([("loan.offered", "")], ["loan.offered"]),
        ([("loan.offered", ""), ("remedy.chosen", "")], []),
        ([("replacement.proposed", ""), ("remedy.chosen", "")], ["replacement.proposed"]),
        ([("reassignment.proposed", ""), ("case.assigned", "")], []),
        ([("case.assigned", ""), ("reassignment.proposed", "")], ["reassignment.proposed"]),
        (
            [("claims.blocked", ""), ("corrective_action.opened", ""),
             ("proposal.answered", "claims.blocked")],
            ["corrective_action.opened"],
        ),
    ],
)  # fmt: skip
def test_a_proposal_waits_for_its_answer(
    happened: list[tuple[str, str]], waiting: list[str]
) -> None:
    assert rules.open_proposals(happened) == waiting


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("p14", ["severity", "component", "cause", "urgency", "needs"]),
        ("p07", ["service", "cause", "difficulty", "needs", "zone"]),
        ("p10", ["cause", "needs"]),
    ],
)
def test_only_facts_that_make_a_difference_are_asked_for(number: str, asked: list[str]) -> None:
    assert facts.asked(plan(number)) == asked


def test_the_words_of_a_fact_are_those_of_the_plan() -> None:
    levels = facts.choices(plan("p14"), "severity")
    assert [level.value for level in levels] == ["1", "2", "3", "4"]
    assert levels[0].means is not None
    assert facts.words_of(plan("p10"), "severity") == []
    assert facts.words_of(None, "severity") == []
    assert facts.spoken(None, "severity", "1").zh == "1"
    assert facts.spoken(plan("p10"), "cause", "virus").en == "virus"
