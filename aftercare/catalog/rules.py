"""When two repairers' short texts speak of the same problem. Plain Python.

    LH BUCKET CYL LEAKING.      →  bucket cylinder left: leak
    reseal l/h buckt cylinder   →  bucket cylinder left
    r/h eng won't start         →  engine right: no-start
    压缩机渗油，更换密封              →  压缩机: 漏油

The texts are what people typed into a work order within seconds: abbreviations, misspellings, the
work and the fault in one line. The key keeps what is broken, on which side, and how; it leaves out
what was done about it. Two texts that speak of the same problem may still get different keys;
two different problems should not get the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from aftercare.catalog.wordlists import (
    ABBREVIATIONS,
    CHINESE_CONDITIONS,
    CHINESE_NOISE,
    CONDITIONS,
    NOISE,
    PHRASES,
    VOCABULARY,
)

LONGEST_KEY = 120
_CHINESE = re.compile(r"[一-鿿]+")
_WORD = re.compile(r"[a-z]+(?:[/'][a-z]+)*|\d+[a-z]*")
_RANK = {word: place for place, word in enumerate(VOCABULARY)}
_PHRASES = [(re.compile(rf"\b(?:{pattern})\b"), " ".join(("", word, "")))
            for pattern, word in PHRASES]  # fmt: skip


def same_problem(text: str) -> str:
    """The key of the problem that a repair text speaks of; texts with the same key are the same."""
    folded = " ".join(text.casefold().replace("’", "'").split())
    things, conditions = _english(folded)
    more_things, more_conditions = _chinese(folded)
    things |= more_things
    conditions |= more_conditions
    key = " ".join(sorted(things)) + (": " + " ".join(sorted(conditions)) if conditions else "")
    return (key.removeprefix(": ") or folded)[:LONGEST_KEY]


def _english(text: str) -> tuple[set[str], set[str]]:
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    things, conditions = set(), set()
    for word in _words(text):
        if word in CONDITIONS:
            conditions.add(CONDITIONS[word])
        elif word.startswith("no-"):
            conditions.add(word)
        elif word not in NOISE:
            things.add(word)
    return things, conditions


def _words(text: str) -> Iterator[str]:
    """Each word as we write it: abbreviations spelled out, misspellings mended, in the singular."""
    negated = False
    for match in _WORD.finditer(text):
        word = match[0]
        if word in _NOT:
            negated = True
            continue
        for part in _spelled(word):
            if negated and part not in NOISE:
                negated = False
                yield f"no-{part}"
            else:
                yield part


_NOT = {"not", "no", "won't", "wont", "can't", "cannot", "doesn't", "doesnt", "wouldn't", "isn't"}


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> tuple[str, ...]:
    if word[0].isdigit() or word in NOISE:
        return ()
    if word in ABBREVIATIONS:
        return tuple(ABBREVIATIONS[word].split())
    if "/" in word:
        return tuple(one for part in word.split("/") for one in _spelled(part))
    word = word.replace("'", "")
    known = _known(word)
    if known is None:
        known = _mended(word) or _singular(word)
    return tuple(ABBREVIATIONS.get(known, known).split())


def _known(word: str) -> str | None:
    for one in (word, _singular(word)):
        if one in _RANK or one in CONDITIONS or one in NOISE or one in ABBREVIATIONS:
            return one
    return None


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def _mended(word: str) -> str | None:
    """The nearest known word: one slip, in a long word two; the first letter holds.

    Of several equally near ones the commonest is meant.
    """
    if len(word) < 4:
        return None
    slips = 1 if len(word) < 8 else 2
    near = [
        (distance, _RANK[known], known)
        for known in VOCABULARY
        if known[0] == word[0] and len(known) > 3 and abs(len(known) - len(word)) <= slips
        and (distance := _distance(word, known)) <= slips
    ]  # fmt: skip
    return min(near)[2] if near else None


def _distance(one: str, other: str) -> int:
    """How many letters were left out, added, exchanged, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        last, before, row = before, row, [place]
        for at, wanted in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            swapped = at > 1 and place > 1 and letter == other[at - 2] and wanted == one[place - 2]
            row.append(min(cost, last[at - 2] + 1) if swapped else cost)
    return row[-1]


def _chinese(text: str) -> tuple[set[str], set[str]]:
    things, conditions = set(), set()
    left = " ".join(_CHINESE.findall(text))
    for written, meant in CHINESE_CONDITIONS:
        if written in left:
            conditions.add(meant)
            left = left.replace(written, " ")
    for noise in CHINESE_NOISE:
        left = left.replace(noise, " ")
    things |= {part for part in left.split() if len(part) > 1 or part in "左右"}
    return things, conditions
