"""Every reason that can be given has its sentence, and every sentence can be said."""

import ast
import re
import string
from pathlib import Path

from aftercare.coverage.rules import reasons, sentences
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.plans.language.document import Words

RULES = Path(reasons.__file__).parent
MADE_UP = {  # codes put together from parts
    *(f"term-{state}" for state in ("in-force", "expired", "not-begun")),
    *(f"law-{state}" for state in ("in-force", "expired", "not-begun", "unknown")),
    *(f"afterwards-{state}" for state in ("proven", "wanting", "possible", "served")),
    "term-endless", "shorten", "extend", "one-more-repair", "more-days",
    "excluded", "advice-only", "loss-is-the-owners", "not-served",
    "plan-at-least-law", "law-outlasts-plan", "price-rule", "price-cap", "price-floor",
}  # fmt: skip


def given_codes() -> set[str]:
    found = set(MADE_UP)
    for path in RULES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reason":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_code_has_a_sentence_and_every_sentence_a_use() -> None:
    assert given_codes() == set(sentences.SENTENCES)


def test_both_languages_speak_of_the_same_things() -> None:
    for code, words in sentences.SENTENCES.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (words.zh, words.en)
        ]
        assert fields[0] == fields[1], code


def test_every_kind_of_word_in_a_sentence_is_known() -> None:
    for words in sentences.SENTENCES.values():
        for text in (words.zh, words.en):
            kinds = {kind for _, _, kind, _ in string.Formatter().parse(text) if kind}
            assert kinds <= set(reasons.KINDS)


def test_a_chinese_sentence_has_no_english_word_of_ours() -> None:
    for words in sentences.SENTENCES.values():
        assert not re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", words.zh))


def test_a_reason_is_plain_data_and_speaks_the_language_asked() -> None:
    told = reason(
        "excluded", title=Words(zh="使用不当", en="Misuse"), cause="user", clauses=["P09-24"]
    )
    assert Reason.model_validate(told.model_dump(mode="json")) == told
    assert told.text("zh-hans") == "不在保修范围：使用不当，收费维修。"
    assert told.text("en") == "Not covered: Misuse; repair is charged."
    assert told.text("fr") == told.text("zh")


def test_a_rate_says_whether_it_is_a_cap_and_in_which_money() -> None:
    told = reason("price-cap", line="labour", title="保修期外", price="10 CNY/h")
    assert told.text("zh") == "工时：按“保修期外”，不超过10元/小时。"
    assert told.text("en") == "labour: at most 10 CNY/h, by “保修期外”."
    told = reason("price-rule", line="parts", title="保修期外", price="cost")
    assert told.text("zh") == "配件：按“保修期外”，成本价。"
