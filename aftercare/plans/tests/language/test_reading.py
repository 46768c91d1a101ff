"""Text into a plan: every mistake of shape at its place, blanks filled in."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.kit.durations import Duration, Unit
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import MOST_FAULTS
from aftercare.plans.language.reading import read_plan
from aftercare.plans.tests.language.samples import BUILT_IN, HEAD, plan, reading, said


def test_a_plan_is_read() -> None:
    answer = plan(
        "promises:\n  answer: {from: case.reported, until: case.answered, within: 30 min}\n"
    ).promises["answer"]
    assert (answer.from_, answer.until) == ("case.reported", ["case.answered"])
    assert answer.within == Duration(30, Unit.MINUTE)


def test_the_calendar_that_never_closes_is_there_without_being_written() -> None:
    assert plan("calendars:\n  office: {open: {mon: ['08:00-09:00']}}\n").calendars.keys() == {
        "always",
        "office",
    }


def test_all_mistakes_of_shape_are_told_in_one_run() -> None:
    fragment = """\
promises:
  a: {from: case.reported, until: case.answered, within: 30 mins, clauses: [P1-04]}
  b: {from: case.reported, within: {x: 2 h, y: 3}, wen: {needs: visit}, until: {a: b}}
  C: {from: case.reported, until: case.solved, within: agreed}
remedies: [{name: x, offer: refund, free: yes, same_fault_repaired: three}]
fees: {charges: [{name: q, parts: fre, labour: {rate: 10, is: cap}}]}
warranty:
"""
    assert said(reading(fragment)) == [
        "p.yaml:5:58: '30 mins' is not a length of time; for example 30 min, 4 h,"
        " 3 working days, 2 years",
        "p.yaml:5:77: a clause is written P01-04, not 'P1-04'",
        "p.yaml:6:48: '3' is not a length of time; for example 30 min, 4 h,"
        " 3 working days, 2 years",
        "p.yaml:6:52: 'wen' is not a name that can stand here; did you mean 'when'?",
        "p.yaml:6:80: a list is expected here, such as [a, b]",
        "p.yaml:7:3: the name 'C' may only have small letters and digits joined by - _ .",
        "p.yaml:8:43: true or false is expected, not 'yes'",
        "p.yaml:8:69: a whole number is expected, not 'three'",
        "p.yaml:9:35: 'fre' is not one of: free, cost, market, list, preferential, agreed,"
        " by class; did you mean 'free'?",
        "p.yaml:9:55: a rate is written 10 CNY/h, not '10'",
        "p.yaml:10:10: 'warranty' is empty; fill it or leave it out",
    ]


def test_the_same_is_told_in_chinese() -> None:
    fragment = "promises:\n  a: {from: case.reported, until: case.answered, wihtin: 2}\n"
    assert said(reading(fragment), "zh-hans") == [
        "p.yaml:5:50: 此处没有“wihtin”这一项；您是否想写“within”？"
    ]


def test_a_plan_with_a_mistake_is_no_plan_but_the_rest_can_still_be_checked() -> None:
    text = HEAD + (
        "promises:\n"
        "  a: {from: case.reported, until: case.answered, within: soon}\n"
        "  b: {from: case.reported, until: case.solvd, within: 4 h}\n"
        "remedies:\n"
        "  - {nme: x}\n"
        "  - {name: loan, late: a, offer: loan-unt}\n"
    )
    checked = check_text(text, "p.yaml")
    assert checked.plan is None
    assert [(f.line, f.column, f.code) for f in checked.faults] == [
        (5, 58, "not_length"),
        (6, 35, "unknown"),
        (8, 5, "missing"),
        (8, 5, "missing"),
        (8, 6, "unknown_name"),
        (9, 34, "unknown"),
    ]


def test_python_names_of_fields_are_not_words_of_the_language() -> None:
    fragment = "promises:\n  a: {from_: case.reported, until: case.solved, within: 4 h}\n"
    assert said(reading(fragment)) == [
        "p.yaml:5:7: 'from_' is not a name that can stand here; did you mean 'from'?"
    ]


def test_missing_heads_are_told_at_the_top() -> None:
    assert said(read_plan("about: {zh: 甲, en: A}\n", "x.yaml")) == [
        "x.yaml:1:1: 'catalogue' is missing",
        "x.yaml:1:1: 'plan' is missing",
        "x.yaml:1:1: 'title' is missing",
    ]


def test_so_many_mistakes_are_told_and_the_others_counted() -> None:
    faults = reading("duties:\n" + "  - {}\n" * 300).faults
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].text("en") == "and 100 more mistakes"


BLANKS = """\
blanks:
  every: 3 months
  first-time: {value: 30, means: {zh: 首次天数, en: Days to the first}}
schedules:
  visits:
    kind: visit
    every: $every
    first_within: $first-time days
    from: agreement.signed
    until: return_visit.done
    note: {zh: 每 $every 一次，$$5, en: "Every $every, US$200"}
"""


def test_blanks_are_filled_in_and_remembered() -> None:
    read = reading(BLANKS)
    assert read.plan is not None
    visits = read.plan.schedules["visits"]
    assert (visits.every, visits.first_within) == (
        Duration(3, Unit.MONTH),
        Duration(30, Unit.DAY),
    )
    assert visits.note is not None
    assert (visits.note.zh, visits.note.en) == ("每 3 months 一次，$5", "Every 3 months, US$200")
    root = ("schedules", "visits")
    assert read.blank_paths == {
        (*root, "every"),
        (*root, "first_within"),
        (*root, "note", "zh"),
        (*root, "note", "en"),
    }
    assert read.plan.is_default(*root, "every")
    assert not read.plan.is_default(*root, "from")
    assert read.plan.is_default("schedules")


def test_a_blank_without_a_value_keeps_the_plan_from_being_loaded() -> None:
    read = reading(BLANKS.replace("every: 3 months", "every:"))
    assert read.plan is None
    assert said(read) == [
        "p.yaml:5:9: the blank 'every' has no value; the plan cannot be used until it has"
    ]


def test_mistakes_with_blanks_are_told_where_they_stand() -> None:
    fragment = (
        "blanks: {spare: 1 h, twice: $spare}\n"
        "promises:\n"
        "  a: {from: case.reported, until: case.solved, within: $spar}\n"
        f"about: {{zh: $twice, en: {'$spare' * 2}}}\n"
    )
    assert said(reading(fragment)) == [
        "p.yaml:4:29: the value of the blank 'twice' may not use a blank",
        "p.yaml:6:56: unknown blank 'spar'; did you mean 'spare'?",
    ]
    assert said(reading(f"blanks: {{a: {'x' * 101}}}\nabout: {{zh: $a, en: $a}}\n")) == [
        "p.yaml:4:13: '$a' is longer than 100 characters"
    ]


def test_a_value_from_a_blank_that_does_not_fit_is_told_where_it_is_used() -> None:
    assert said(reading(BLANKS.replace("3 months", "often"))) == [
        "p.yaml:10:12: 'often' is not a length of time; for example 30 min, 4 h,"
        " 3 working days, 2 years"
    ]


@pytest.mark.parametrize("field", ["nth: 0", "nth: 1.5", "nth: one"])
def test_numbers_that_do_not_fit(field: str) -> None:
    fragment = f"promises:\n  a: {{from: case.reported, until: case.solved, by: x, {field}}}\n"
    word = field.removeprefix("nth: ")
    said_so = "is too small" if word == "0" else "a whole number is expected, not"
    (text,) = said(reading(fragment))
    assert said_so in text


MUTATIONS = st.tuples(st.integers(0, 10**9), st.integers(1, 12))


def mutated(text: str, seed: int, times: int) -> str:
    """The text with pieces taken out, doubled, moved or replaced."""
    dice = random.Random(seed)  # noqa: S311 a test, not a secret
    for _ in range(times):
        start = dice.randrange(len(text))
        piece = text[start : start + dice.randrange(1, 40)]
        other = dice.choice(["", piece * 2, ": ", "- ", "[", "}", "\n", "$x", "'", "null", "\t"])
        text = text[:start] + other + text[start + len(piece) :]
    return text


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(BUILT_IN), MUTATIONS)
def test_no_mutilated_plan_raises(file: Path, mutation: tuple[int, int]) -> None:
    text = mutated(file.read_text(encoding="utf-8"), *mutation)
    read = check_text(text, "p.yaml")
    assert (read.plan is None) == any(fault.is_error for fault in read.faults)
    for fault in read.faults:
        assert fault.code != "unreadable"
        assert fault.located("zh") != fault.located("en")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(sorted(Plan.model_fields)), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=50, deadline=None)
def test_no_document_of_the_wrong_shape_raises(value: object) -> None:
    read = check_text(json.dumps(value), "p.yaml")
    assert read.plan is None
    assert all(fault.code != "unreadable" for fault in read.faults)
