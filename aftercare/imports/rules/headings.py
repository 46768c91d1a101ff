"""Which column of a file is meant by which of ours: guessed from its heading, or told."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_SIGNS = re.compile(r"[\W_]+")


def folded(heading: str) -> str:
    """A heading without capitals, blanks, signs and remarks in brackets."""
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", heading)).casefold()
    return _SIGNS.sub("", plain)


def guess(headings: Sequence[str], names: Mapping[str, Iterable[str]]) -> dict[int, str]:
    """Which place of the file means which of our columns.

    names: for each of our columns the headings it goes by. A heading fits when it is the same;
    failing that, when it begins or ends with one of ours and no other column fits as well. The
    first of two headings for the same column wins.
    """
    known = {folded(alias): ours for ours, aliases in names.items() for alias in (ours, *aliases)}
    plain = [folded(heading) for heading in headings]
    found = {place: known[heading] for place, heading in enumerate(plain) if heading in known}
    taken = set(found.values())
    for place, heading in enumerate(plain):
        if place not in found and heading:
            near = {ours for alias, ours in known.items() if _begins_or_ends(heading, alias)}
            if len(near - taken) == 1:
                found[place] = (near - taken).pop()
    first: dict[str, int] = {}
    for place in sorted(found):
        first.setdefault(found[place], place)
    return {place: ours for ours, place in first.items()}


def _begins_or_ends(heading: str, alias: str) -> bool:
    """Short aliases such as `no` begin too many other words."""
    telling = len(alias) >= (4 if alias.isascii() else 2)
    return telling and (heading.endswith(alias) or heading.startswith(alias))


def told(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[int, str]:
    """The same from what a person said: heading (or its letter, such as C) to our column.

    KeyError with the heading that the file does not have.
    """
    places = {folded(heading): place for place, heading in reversed([*enumerate(headings)])}
    letters = {_letters(place): place for place in range(len(headings))}
    result = {}
    for heading, ours in wanted.items():
        place = places.get(folded(heading), letters.get(heading.strip().upper()))
        if place is None:
            raise KeyError(heading)
        result[place] = ours
    return result


def _letters(place: int) -> str:
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
