"""How patches are numbered, and which level a unit has. Plain Python."""

import re
from collections.abc import Iterable

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,39}")


def is_number(text: str) -> bool:
    """Whether this names a patch or version: letters, digits and `. _ + -`, at most forty."""
    return NUMBER.fullmatch(text) is not None


def is_link(text: str) -> bool:
    """Whether this is an address to get something from that nobody on the way can change."""
    return re.fullmatch(r"https://[^\s/]\S*", text) is not None


def level(numbers: Iterable[str]) -> str:
    """The highest of these numbers, which is the level a unit has; empty without any.

    Digits count as numbers: `8.10` comes after `8.9`.
    """
    return max(numbers, key=_order, default="")


def _order(number: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d+|[A-Za-z]+", number)
    return [(1, int(one), "") if one.isdigit() else (0, 0, one.lower()) for one in parts]
