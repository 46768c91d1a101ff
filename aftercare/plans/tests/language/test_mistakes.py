"""Every thing a check can say is brought about by its example, and said in both languages."""

import re
import string

import pytest

from aftercare.plans.language.handbook import EXAMPLES, faults_of
from aftercare.plans.language.messages import MESSAGES, NOUNS

LAST_RESORT = {"unreadable"}  # for a complaint of the shape library that we have no words for
OF_FILES = {"no_file", "a_folder", "not_readable"}  # said before there is any text
COMPANIONS = {"never_open": {"empty_week"}}


def test_every_message_has_an_example() -> None:
    assert set(EXAMPLES) == set(MESSAGES) - LAST_RESORT - OF_FILES


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_brings_about_its_mistake_and_no_other(code: str) -> None:
    codes = {fault.code for fault in faults_of(code)}
    expected = {code, *COMPANIONS.get(code, ())}
    filler = {"uncovered_clause"} if code != "more" else {"missing"}
    assert codes - expected <= filler
    assert code in codes


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same_things(code: str) -> None:
    named = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (MESSAGES[code].zh, MESSAGES[code].en)
    ]
    told = [{"rule"} <= named[1], {"rule_zh"} <= named[0]]
    assert named[0] - {"rule_zh"} == named[1] - {"rule"}
    assert told[0] == told[1]


@pytest.mark.parametrize("code", MESSAGES)
def test_chinese_is_chinese_and_english_is_english(code: str) -> None:
    chinese, english = MESSAGES[code].zh, MESSAGES[code].en
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert not re.search("[\u4e00-\u9fff，。：；“”]", english)
    assert not chinese.endswith("。")
    assert not english.endswith(".") or english.endswith("- _ .")


def test_the_nouns_of_messages_are_in_both_languages() -> None:
    for noun in NOUNS.values():
        assert re.search("[\u4e00-\u9fff]", noun.zh)
        assert noun.en.isascii()


def test_a_mistake_is_printed_with_file_line_column_and_suggestion() -> None:
    (fault,) = (fault for fault in faults_of("unknown") if fault.code == "unknown")
    assert fault.located("en") == (
        "example.yaml:5:40: unknown event 'case.answerd'; did you mean 'case.answered'?"
    )
    assert fault.located("zh") == (
        "example.yaml:5:40: 未知的事件“case.answerd”；您是否想写“case.answered”？"
    )


def test_a_warning_says_that_it_is_one() -> None:
    (fault,) = (fault for fault in faults_of("unused_blank") if fault.code == "unused_blank")
    assert not fault.is_error
    assert fault.located("en") == (
        "example.yaml:4:26: warning: the blank 'visit-interval' is used nowhere"
    )
    assert fault.located("zh") == "example.yaml:4:26: 警告：空白项“visit-interval”没有被使用"
