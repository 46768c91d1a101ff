"""The clause catalogue as it is kept in the project."""

import re
from collections import Counter

from aftercare.plans.catalogue import AREAS, KINDS, clauses, of_plan


def test_all_clauses_of_the_fifteen_plans_are_there() -> None:
    assert len(clauses()) == 577
    assert Counter(clause.plan for clause in clauses().values()) == {
        "P01": 64, "P02": 50, "P03": 21, "P04": 13, "P05": 25, "P06": 96, "P07": 46, "P08": 57,
        "P09": 53, "P10": 28, "P11": 19, "P12": 28, "P13": 27, "P14": 37, "P15": 13,
    }  # fmt: skip


def test_copies_name_a_clause_that_is_no_copy() -> None:
    copies = [clause for clause in clauses().values() if clause.same_as]
    assert len(copies) == 87
    for clause in copies:
        assert clauses()[str(clause.same_as)].same_as is None
        assert clause.differences


def test_a_clause_carries_its_figures_and_words() -> None:
    clause = clauses()["P01-04"]
    assert (clause.area, clause.kind, clause.plan) == ("sla-response", "deadline", "P01")
    assert clause.quantities == {"response": "30min"}
    assert clause.terms == ("服务申请", "响应")


def test_areas_and_kinds_are_all_named_in_both_languages() -> None:
    assert {clause.area for clause in clauses().values()} == set(AREAS)
    assert {clause.kind for clause in clauses().values()} == set(KINDS)
    for word in (*AREAS.values(), *KINDS.values()):
        assert re.search("[\u4e00-\u9fff]", word.zh)
        assert word.en.isascii()


def test_the_clauses_of_one_plan_come_in_order() -> None:
    assert [clause.id for clause in of_plan("P15")] == [f"P15-{n:02}" for n in range(1, 14)]
    assert clauses() is clauses()
