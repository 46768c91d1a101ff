"""A file as a heading and rows. The rows are read when asked for, and can be read again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from aftercare.imports.rules.values import Cell, text_of
from aftercare.kit.errors import Refusal

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Line:
    """One row: `number` is where it begins in the file, as an editor or Excel counts."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The heading, and a way to read the rows, each time from the beginning.

    total: how many rows there are, or a guess good enough for a progress bar.
    """

    headings: tuple[str, ...]
    lines: Callable[[], Iterator[Line]]
    total: int
    form: str


def unreadable(code: str, message: object) -> Refusal:
    """The file as a whole cannot be used."""
    return Refusal(message, code=code, field="file")  # type: ignore[arg-type]


@contextmanager
def opened(path: Path, *, sheet: str = "") -> Iterator[Table]:
    """A CSV or XLSX file as a table; `Refusal` with what to do when it is neither.

    sheet: the name of the sheet in a workbook; the first that is not empty otherwise.
    """
    from aftercare.imports.reading import csvs, workbooks

    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning.startswith(OLE):
        raise unreadable(
            "old-excel",
            _("This is an old or a protected Excel file. Save it as XLSX without a password."),
        )
    reader = workbooks.opened(path, sheet) if beginning.startswith(ZIP) else csvs.opened(path)
    with reader as table:
        yield table


def headings_of(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """The headings of a first row; empty ones at the end are none."""
    headings = [text_of(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise unreadable("empty", _("The file has no heading in its first row."))
    if len(headings) > MOST_COLUMNS:
        raise unreadable("too-wide", _("The file has more than 200 columns."))
    return tuple(headings)


def is_blank(cells: tuple[Cell, ...]) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or cell == "" or not text_of(cell) for cell in cells)
