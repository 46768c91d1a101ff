"""Texts, numbers and names cut into search tokens, and a query cut into what it needs.

Plain Python, so that SQLite and PostgreSQL find the same rows. The marks in front of a token say
what it stands for:

    漏油 油        two neighbouring characters of a Chinese run, and each character alone
    compressor    a whole word;          ^com   its beginning, up to three letters
    #138 #13800   three, or five, neighbouring characters of a phone or serial number
    ~jc           neighbouring initials of how a name sounds
    _jin _jingch  the sound of a name from the start of any of its syllables
    =张伟          all of a name or number, for exact hits
    @o12          whose the entry is
    @b7           which fifty thousand of its kind it belongs to, counted by its key

In the index each stands behind a short code of the entry's kind, because searches go kind by kind
and a database then knows how rare a token is among units, not among everything.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aftercare.kit import sounds

_CJK = r"々〇〆぀-ヿ㐀-䶿一-鿿가-힯豈-﫿\U00020000-\U0003ffff"
_ALNUM = rf"[^\W_{_CJK}]"
_PIECE = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>{_ALNUM}+(?:[-/.#+_]+{_ALNUM}+)*)")
_RUN = re.compile(rf"{_ALNUM}+")
_NO_LETTER = re.compile(r"[\W_]+")
_COUNTRY = re.compile(r"^(?:00)?86(?=1\d{10}$)")
_PLUS = re.compile(r"(?<![^\s(])(?:\+|00)86[-\s]?(?=[\d(])")
LONGEST_WORD = 64
LONGEST_TEXT = 4000
EDGE = 3
# Of three neighbouring characters there are so few different ones that among a million entries
# each is in thousands; who has typed five is found by those. Four would do for finding, but are
# just frequent enough to crowd every rarer token out of PostgreSQL's statistics.
NUMBER_SIZES = (3, 5)
# So many neighbours by key share a token, by which the newest are looked at before all others.
BLOCK = 50_000
SOUND_SIZES = (3, 4, 5, 6, 9, 12)


@dataclass(frozen=True)
class Term:
    """One token, or every token that begins with it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True)
class All:
    """Every part is needed."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Either:
    """One of the parts is enough."""

    parts: "tuple[Node, ...]"


Node = Term | All | Either


def fold(text: str) -> str:
    """Full-width and half-width, capitals and small letters become the same."""
    return _PLUS.sub("", unicodedata.normalize("NFKC", text)).casefold()[:LONGEST_TEXT]


def compact(text: str) -> str:
    """Only letters, digits and characters: `010-8260 1234` and `(010)82601234` are the same."""
    return _COUNTRY.sub("", _NO_LETTER.sub("", fold(text)))[:LONGEST_WORD]


def text_tokens(folded: str) -> Iterator[str]:
    """The tokens of a folded text: characters and their pairs, words, numbers within it."""
    for piece in _PIECE.finditer(folded):
        if piece["cjk"]:
            yield from piece["cjk"]
            yield from grams(piece["cjk"], 2)
        else:
            yield from _word_tokens(piece["word"])


def number_tokens(number: str) -> Iterator[str]:
    """The tokens of a compact number: any three neighbouring characters find it."""
    for size in NUMBER_SIZES:
        yield from grams(number, size, "#")
    yield from _edges(number)


def sound_tokens(reading: sounds.Reading) -> Iterator[str]:
    """The tokens of one way to read a name."""
    yield from grams(reading.initials, 2, "~")
    yield from grams(reading.initials, 3, "~")
    yield from _edges(reading.initials)
    yield from _edges("".join(reading.syllables))
    for place in range(len(reading.syllables)):
        rest = "".join(reading.syllables[place:])
        yield from (f"_{rest[:size]}" for size in SOUND_SIZES if len(rest) >= size)


def block_token(key: int) -> str:
    """The token of the block of neighbours by key in which a thing is."""
    return f"@b{key // BLOCK}"


def newest_blocks(newest: int) -> Node | None:
    """What is in the block of the newest key or the one before; None when that is everything."""
    last = newest // BLOCK
    if last < 2:
        return None
    return Either((Term(f"@b{last}"), Term(f"@b{last - 1}")))


def code_of(kind: str) -> str:
    """Two letters for a kind of entry."""
    first, second = divmod(zlib.crc32(kind.encode()) % 26**2, 26)
    return chr(97 + first) + chr(97 + second)


def among(code: str, node: Node) -> Node:
    """What is sought, among the entries of one kind."""
    if isinstance(node, Term):
        return Term(code + node.token, node.prefix)
    return type(node)(tuple(among(code, part) for part in node.parts))


def tiles(run: str, size: int, mark: str = "") -> Iterator[str]:
    """Neighbours that together cover a run once; what a query asks for, the rest is checked."""
    places = [*range(0, len(run) - size, size), len(run) - size]
    return (mark + run[at : at + size] for at in places)


def numbers_within(folded: str) -> list[str]:
    """The numbers in a folded text that are written with signs between, such as `sn-2024/001`."""
    words = (piece["word"] for piece in _PIECE.finditer(folded) if piece["word"])
    return [word for word in words if not word.isalnum() and any(map(str.isdigit, word))]


def exact_token(text: str) -> str:
    """The token of a whole name or number."""
    return f"={compact(text)}"


def grams(run: str, size: int, mark: str = "") -> Iterator[str]:
    """All neighbours of this size in a run."""
    return (mark + run[at : at + size] for at in range(len(run) - size + 1))


def pieces(text: str) -> list[str]:
    """What a person looks for, piece by piece: Chinese runs, words, numbers; folded."""
    return [piece[0][:LONGEST_WORD] for piece in _PIECE.finditer(fold(text))]


def sought(text: str) -> Node | None:
    """What an entry needs to be found by this text; None when there is nothing to look for."""
    parts = tuple(_sought(piece) for piece in pieces(text))
    return All(parts) if parts else None


def found_in(haystack: str, text: str) -> bool:
    """Whether every piece really stands in the haystack; tokens alone may be scattered over it.

    The last line of a haystack tells how its names sound, as `sounds.written` writes it.
    """
    plain, _line, sound = haystack.rpartition("\n")
    return all(
        piece in plain or compact(piece) in plain or sounds.heard(sound, compact(piece))
        for piece in pieces(text)
    )


def _word_tokens(word: str) -> Iterator[str]:
    runs = _RUN.findall(word)
    for run in runs:
        yield from _edges(run)
    if any(letter.isdigit() for letter in word):
        yield from number_tokens(compact(word))
    else:
        yield from (run[:LONGEST_WORD] for run in runs)


def _edges(run: str) -> Iterator[str]:
    return (f"^{run[:size]}" for size in range(1, min(EDGE, len(run)) + 1))


def _sought(piece: str) -> Node:
    if not _RUN.match(piece):
        return All(_terms(tiles(piece, 2))) if len(piece) > 1 else Term(piece)
    if any(letter.isdigit() for letter in piece):
        return _number(compact(piece))
    runs = _RUN.findall(piece)
    return All(tuple(_letters(run) for run in runs))


def _number(number: str) -> Node:
    if len(number) < 3:
        return Term(f"^{number}")
    return _part(number)


def _letters(run: str) -> Node:
    """A word, part of a serial number, or how a name sounds."""
    start = Term(f"^{run}") if len(run) <= EDGE else Term(run, prefix=True)
    ways: list[Node] = [start]
    if len(run) == 2:
        ways.append(Term(f"~{run}"))
    if len(run) > 2:
        ways += [_part(run), All(_terms(tiles(run, 3, "~")))]
        ways.append(Term("_" + run[: max(size for size in SOUND_SIZES if size <= len(run))]))
    return Either(tuple(ways)) if len(ways) > 1 else start


def _part(number: str) -> Node:
    """Part of a phone or serial number, of three characters or more."""
    size = max(size for size in NUMBER_SIZES if size <= len(number))
    return All(_terms(tiles(number, size, "#")))


def _terms(tokens: Iterable[str]) -> tuple[Term, ...]:
    return tuple(Term(token) for token in dict.fromkeys(tokens))
