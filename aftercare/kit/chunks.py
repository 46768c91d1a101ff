"""Long streams, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The things in lists of `size`, the last one shorter; nothing is read ahead of that."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
