"""The closed word lists of the language as tables."""

from collections.abc import Callable, Mapping

from aftercare.plans.catalogue import AREAS
from aftercare.plans.language import vocabulary
from aftercare.plans.language.vocabulary import EventKind, Verb, Word
from aftercare.plans.language.wording.events import said

HEADS = {
    "words": Word("| 词 | 中文 | 英文 |", "| word | Chinese | English |"),
    "events": Word(
        "| 词 | 中文 | 英文 | 发生在 | 人工记录 |",
        "| word | Chinese | English | happens to | by hand |",
    ),
    "values": Word("| 条件 | 取值 | 中文 | 英文 |", "| fact | value | Chinese | English |"),
}


def _words(language: str, words: Mapping[str, Word | Verb]) -> str:
    rows = [f"| `{name}` | {word.zh} | {word.en} |" for name, word in words.items()]
    return _table(language, "words", 3, rows)


def _verbs(language: str) -> str:
    words = {
        f"{verb} …" if word.takes_role else verb: Word(
            word.zh.replace("{role}", "…"), word.en.replace("{role}", "…")
        )
        for verb, word in vocabulary.VERBS.items()
    }
    return _words(language, words)


def _events(language: str) -> str:
    rows = [_event(language, name, kind) for name, kind in vocabulary.EVENTS.items()]
    return _table(language, "events", 5, rows)


def _event(language: str, name: str, kind: EventKind) -> str:
    by_hand = ("是" if language == "zh" else "yes") if kind.milestone else ""
    return (
        f"| `{name}` | {kind.zh} | {said(name).en_deed} | {', '.join(kind.subject)} | {by_hand} |"
    )


def _values(language: str) -> str:
    rows = [
        f"| `{fact}` | `{value}` | {word.zh} | {word.en} |"
        for fact, values in vocabulary.VALUES.items()
        for value, word in values.items()
    ]
    return _table(language, "values", 4, rows)


def _table(language: str, head: str, columns: int, rows: list[str]) -> str:
    title = HEADS[head].zh if language == "zh" else HEADS[head].en
    return "\n".join([title, "|" + " --- |" * columns, *rows])


LISTS: dict[str, Callable[[str], str]] = {
    "events": _events,
    "facts": lambda language: _words(language, vocabulary.FACTS),
    "values": _values,
    "waiting": lambda language: _words(language, vocabulary.WAITING),
    "roles": lambda language: _words(language, vocabulary.ROLES),
    "actions": _verbs,
    "offers": lambda language: _words(language, vocabulary.OFFERS),
    "kinds": lambda language: _words(language, vocabulary.SCHEDULE_KINDS),
    "floors": lambda language: _words(language, vocabulary.FLOORS),
    "areas": lambda language: _words(language, AREAS),
}


def word_list(name: str, language: str) -> str:
    """One of `LISTS` as a table with its heading in `zh` or `en`."""
    return LISTS[name](language)
