"""What a list looks like: its columns, how each cell is read, and what is done with the rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation

from aftercare.imports.reading import Line
from aftercare.imports.rules import headings
from aftercare.imports.rules.values import Cell, Unfit
from aftercare.imports.wording import Problem
from aftercare.kit.events import Actor, Happened


@dataclass(frozen=True)
class Column:
    """One of our columns: its name, how it is called, how its cells are read.

    aliases: headings it goes by in other systems, in both languages, with commas between.
    """

    name: str
    label: Any
    reads: Callable[[Cell], Any]
    aliases: str = ""
    required: bool = False
    hint: Any = ""


@dataclass
class Row:
    """One row on its way: the cells, what they mean, and what is wrong with them."""

    line: Line
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, code: str, **params: Any) -> None:
        """Note that something does not fit."""
        self.problems.append(Problem(self.line.number, column, code, params))

    @property
    def good(self) -> bool:
        """Whether it can be written."""
        return not self.problems


@dataclass
class Counts:
    """What came of the rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, added: Collection[Any], changed: Collection[Any], unchanged: int) -> None:
        """Add what came of some more rows."""
        self.added += len(added)
        self.changed += len(changed)
        self.unchanged += unchanged


@dataclass
class Work:
    """What a loader needs while it works; it lasts for one pass over the file.

    source: the name of the file. happened: events to be recorded at the end.
    """

    by: Actor
    at: datetime
    source: str
    counts: Counts = field(default_factory=Counts)
    happened: list[Happened] = field(default_factory=list)


class Loader(Protocol):
    """What is done with the rows of one kind, some hundreds at a time."""

    def check(self, rows: Sequence[Row]) -> None:
        """Find what the cells name and note what does not fit; changes nothing."""

    def write(self, rows: Sequence[Row]) -> None:
        """Put rows that `check` has found good."""


@dataclass(frozen=True)
class Sheet:
    """One kind of list."""

    name: str
    label: Any
    columns: tuple[Column, ...]
    loader: Callable[[Work], Loader]

    def column(self, name: str) -> Column:
        """One of the columns; KeyError when there is none."""
        return next(one for one in self.columns if one.name == name)

    def guess(self, given: Sequence[str]) -> dict[int, str]:
        """Which places of a file mean which columns, as far as their headings tell."""
        names = {
            one.name: (*_in_both_languages(one.label), *one.aliases.split(", "))
            for one in self.columns
        }
        return headings.guess(given, names)

    def missing(self, mapped: Collection[str]) -> list[Column]:
        """The columns that must be there and are not."""
        return [one for one in self.columns if one.required and one.name not in mapped]

    def read(self, line: Line, places: Mapping[int, str], fixed: Mapping[str, Cell], width: int
             ) -> Row:  # fmt: skip
        """One row with its cells read; what cannot be read is noted.

        places: which place means which column. fixed: what holds for all rows.
        """
        row = Row(line)
        if len(line.cells) > width and any(cell not in (None, "") for cell in line.cells[width:]):
            row.wrong("", "too-many-cells", more=len(line.cells) - width)
        cells: dict[str, Cell] = dict(fixed)
        for place, name in places.items():
            cell = line.cells[place] if place < len(line.cells) else None
            if cell not in (None, "") or name not in fixed:
                cells[name] = cell
        for name, cell in cells.items():
            self._read_cell(row, self.column(name), cell)
        return row

    def _read_cell(self, row: Row, column: Column, cell: Cell) -> None:
        try:
            value = column.reads(cell)
        except Unfit as unfit:
            row.wrong(column.name, unfit.code, **unfit.params)
            return
        if column.required and value in (None, "", ()):
            row.wrong(column.name, "missing")
        row.values[column.name] = value


def _in_both_languages(label: Any) -> list[str]:
    words = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.append(str(label))
    return words
