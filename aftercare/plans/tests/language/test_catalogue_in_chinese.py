"""Every clause says in Chinese what it says in English: the same demand, the same figures."""

import re

import pytest

from aftercare.plans.catalogue import Clause, clauses

UNITS = {
    "minute": (1, "minute"), "min": (1, "minute"), "分钟": (1, "minute"),
    "hour": (60, "minute"), "h": (60, "minute"), "小时": (60, "minute"),
    "day": (1, "day"), "d": (1, "day"), "天": (1, "day"),
    "working day": (1, "working day"), "workdays": (1, "working day"),
    "工作日": (1, "working day"),
    "week": (1, "week"), "周": (1, "week"),
    "month": (1, "month"), "mo": (1, "month"), "月": (1, "month"),
    "quarter": (3, "month"), "季": (3, "month"),
    "year": (12, "month"), "y": (12, "month"), "年": (12, "month"),
    "season": (1, "season"), "seasons": (1, "season"), "作业期": (1, "season"),
    "level": (1, "level"), "级": (1, "level"),
    "%": (1, "percent"), "mm": (1, "mm"),
    "yuan": (1, "yuan"), "CNY/h": (1, "yuan"), "元": (1, "yuan"),
}  # fmt: skip
ENGLISH_NUMBERS = {
    "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "every": 1,
    "per": 1, "each": 1, "once a": 1, "once every": 1,
}  # fmt: skip
CHINESE_NUMBERS = {"半": 0.5, "每": 1, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
ENGLISH = re.compile(
    rf"\b(\d+(?:\.\d+)?|{'|'.join(ENGLISH_NUMBERS)})[ -]?(?:an? )?(?:operating )?"
    r"(working day|minute|hour|day|week|month|quarter|year|season|level|mm|yuan|%)"
)
LEVEL = re.compile(r"\bLevel (\d)")
CHINESE = re.compile(
    r"(\d+(?:\.\d+)?|[半每一两二三四五]) ?(?:个)?"
    r"(分钟|小时|工作日|天|周|月|季|年|作业期|级|%|mm|元)"
)
QUANTITY = re.compile(
    r"(\d+(?:\.\d+)?)(min|h|d|workdays|week|month|quarter|year|mo|y|mm|%|CNY/h|seasons)"
)
DIGITS = re.compile(r"\d+")
Figures = set[tuple[float, str]]


def of_english(sentence: str) -> Figures:
    levels = {_figure({}, number, "level") for number in LEVEL.findall(sentence)}
    return levels | {_figure(ENGLISH_NUMBERS, *found) for found in ENGLISH.findall(sentence)}


def of_chinese(sentence: str) -> Figures:
    return {_figure(CHINESE_NUMBERS, *found) for found in CHINESE.findall(sentence)}


def of_quantities(clause: Clause) -> Figures:
    found = [QUANTITY.fullmatch(str(value)) for value in clause.quantities.values()]
    return {_figure({}, one[1], one[2]) for one in found if one}


def _figure(numbers: dict[str, float], number: str, unit: str) -> tuple[float, str]:
    size, base = UNITS[unit]
    return (numbers[number] if number in numbers else float(number)) * size, base


def test_every_clause_has_a_sentence_in_both_languages() -> None:
    for clause in clauses().values():
        assert clause.rule.isascii()
        assert re.search("[\u4e00-\u9fff]{3}", clause.rule_zh), clause.id
        assert clause.rule_zh.endswith("。"), clause.id
        assert not re.search("[,;:?()]", re.sub(r"\d:\d\d|A-4\(1\)", "", clause.rule_zh)), clause.id


def test_each_language_gets_its_own() -> None:
    clause = clauses()["P01-04"]
    assert (
        clause.said("en")
        == "Every buyer service request must receive a response within half an hour."
    )
    assert clause.said("zh") == "买方的每一次服务申请，都须在半小时内得到响应。"


@pytest.mark.parametrize("id", clauses())
def test_the_figures_are_the_same(id: str) -> None:
    clause = clauses()[id]
    told = of_chinese(clause.rule_zh)
    assert of_english(clause.rule) <= told, clause.rule_zh
    assert of_quantities(clause) <= told, clause.rule_zh


@pytest.mark.parametrize("id", clauses())
def test_no_figure_in_digits_is_lost(id: str) -> None:
    clause = clauses()[id]
    english = LEVEL.sub("", clause.rule)
    assert set(DIGITS.findall(english)) <= set(DIGITS.findall(clause.rule_zh)), clause.rule_zh


def test_copies_that_say_the_same_share_the_sentence() -> None:
    for clause in clauses().values():
        if clause.same_as and clause.rule == clauses()[clause.same_as].rule:
            assert clause.rule_zh == clauses()[clause.same_as].rule_zh
    sentences = {clause.rule: clause.rule_zh for clause in clauses().values()}
    assert all(sentences[clause.rule] == clause.rule_zh for clause in clauses().values())
