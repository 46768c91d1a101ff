"""What an exported list is: its columns, its rows, and what stands in their cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

AT_ONCE = 1000
Value = str | int | date | Decimal | bool | None
Outlet = Callable[[Sequence[Any]], list[dict[str, Value]]]


@dataclass(frozen=True)
class Heading:
    """A column: its name for programs, how people call it."""

    name: str
    label: Any


@dataclass(frozen=True)
class Listing:
    """One kind of list.

    rows: all of them. key: the column they are walked by, unique. cells: for some rows, what stands
    in each column; what is left out is empty.
    """

    name: str
    label: Any
    headings: tuple[Heading, ...]
    rows: Callable[[], QuerySet[Any]]
    cells: Outlet
    key: str = "pk"

    def walk(self) -> Iterator[list[dict[str, Value]]]:
        """The cells of all rows, some at a time, in the order of their making.

        Each look continues after the last key, so that neither a long transaction nor much memory
        is needed, and rows that are added meanwhile disturb nothing.
        """
        rows = self.rows().order_by(self.key)
        some = list(rows[:AT_ONCE])
        while some:
            yield self.cells(some)
            after = getattr(some[-1], self.key)
            some = list(rows.filter(**{f"{self.key}__gt": after})[:AT_ONCE])


def told(record: Any, names: Mapping[str, str]) -> dict[str, Value]:
    """Cells that are plain columns of a record: our name to where it stands (`site.name`)."""
    cells: dict[str, Value] = {}
    for name, path in names.items():
        value = record
        for part in path.split("."):
            value = getattr(value, part, None) if value is not None else None
        cells[name] = value
    return cells
