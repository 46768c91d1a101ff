"""Which passwords are too easy to guess, after NIST SP 800-63B (revision 4, section 3.1.1.2).

Length decides. There are no rules about kinds of characters and no expiry, since both lead to
worse passwords; what everybody tries first is refused.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 15  # characters, where a password alone lets somebody in
LONGEST_PATTERN = 4
FEWEST_OWN_LETTERS = 6
SHORTEST_WORD = 4
ROWS = "qwertyuiopasdfghjklzxcvbnm"
TRIED_FIRST = (
    "aftercare", "shouyue", "守约", "password", "passw0rd", "p@ssw0rd", "qwerty", "qwertyuiop",
    "asdfghjkl", "administrator", "admin", "welcome", "iloveyou", "letmein", "woaini", "mima",
    "密码", "你好", "abcdefg", "abcd", "qazwsx", "1qaz2wsx", "zaq12wsx", "login", "service",
)  # fmt: skip


def is_pattern(password: str) -> bool:
    """Whether it is a few characters again and again, or neighbours in the alphabet, in the
    numbers or on the keyboard."""
    text = _folded(password)
    return (
        _repeats(password)
        or _repeats(text)
        or _runs(text)
        or text in ROWS * 2
        or text[::-1] in ROWS * 2
    )


def is_well_known(password: str, names: Iterable[str]) -> bool:
    """Whether hardly anything is left without the words that everybody tries first and the names
    that stand around the person: sign-in name, mail address, telephone."""
    text = left = _folded(password)
    words = [_folded(word) for word in (*TRIED_FIRST, *_parts(names))]
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    own = sum(one.isalpha() for one in left)
    return left != text and own < FEWEST_OWN_LETTERS


def _parts(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        if len(name) >= SHORTEST_WORD:
            yield name
        yield from (part for part in re.split(r"[\s@.+_-]+", name) if len(part) >= SHORTEST_WORD)
        if len(name) > 1 and not name.isascii():
            yield name


def _repeats(text: str) -> bool:
    sizes = range(1, LONGEST_PATTERN + 1)
    return any(text == (text[:size] * len(text))[: len(text)] for size in sizes)


def _runs(text: str) -> bool:
    """Each character is the neighbour of the one before; nought follows nine."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
