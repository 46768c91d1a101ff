"""A reason: a code with what it speaks of, told in Chinese or English.

The codes and their sentences stand in `sentences`. A reason is plain data, so that a verdict
frozen on a case reads the same for ever; only the wording is looked up when it is shown.
"""

import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from aftercare.coverage.rules import sentences
from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Section, Words

Language = Literal["zh", "en"]
JOIN = {"zh": "、", "en": ", "}


class Reason(Section):
    """Why something was decided.

    params: what the sentence speaks of; titles are kept in both languages.
    clauses: ids of the plan catalogue. law: ids of legal rules.
    """

    code: str
    params: dict[str, Any] = {}
    clauses: tuple[str, ...] = ()
    law: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """The reason as a sentence; anything but English is answered in Chinese."""
        tongue: Language = "en" if language.startswith("en") else "zh"
        sentence = getattr(sentences.SENTENCES[self.code], tongue)
        return _Speaker(tongue).vformat(sentence, (), self.params)


def reason(
    code: str, *, clauses: Sequence[str] = (), law: Sequence[str] = (), **params: Any
) -> Reason:
    """A reason whose parameters are made plain: dates as text, titles in both languages."""
    plain = {name: _plain(value) for name, value in params.items()}
    return Reason(code=code, params=plain, clauses=tuple(clauses), law=tuple(law))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


class _Speaker(string.Formatter):
    """Fills a sentence; the part after the colon says what kind of word it is."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, list):
            return JOIN[self.language].join(self.format_field(item, format_spec) for item in value)
        if format_spec in KINDS:
            return KINDS[format_spec](value, self.language)
        if isinstance(value, Mapping):
            return str(value[self.language])
        return str(value)


def _date(value: str, language: Language) -> str:
    on = date.fromisoformat(value)
    return f"{on.year}年{on.month}月{on.day}日" if language == "zh" else value


def _known(words: Mapping[str, Any]) -> Callable[[str, Language], str]:
    def speak(value: str, language: Language) -> str:
        return str(getattr(words[value], language)) if value in words else value

    return speak


def _price(value: str, language: Language) -> str:
    """A price word, or a rate such as `10 CNY/h`, which is 10元/小时."""
    if value in sentences.PRICES or language == "en":
        return _known(sentences.PRICES)(value, language)
    amount, _, unit = value.partition(" ")
    currency, _, per = unit.partition("/")
    money = "元" if currency == "CNY" else f" {currency}"
    return f"{amount}{money}/{sentences.UNITS.get(per, per)}"


KINDS: dict[str, Callable[[Any, Language], str]] = {
    "date": _date,
    "event": _known(vocabulary.EVENTS),
    "cause": _known(vocabulary.VALUES["cause"]),
    "offer": _known(vocabulary.OFFERS),
    "fact": _known(vocabulary.FACTS),
    "line": _known(sentences.LINES),
    "price": _price,
    "party": _known(sentences.PARTIES),
    "missing": _known(sentences.MISSING),
    "paper": _known(sentences.PAPERS),
}
