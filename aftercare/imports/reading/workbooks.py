"""XLSX: the values as Excel last showed them; a file that unpacks without measure is refused."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from aftercare.imports.reading.tables import Line, Table, headings_of, is_blank, unreadable
from aftercare.imports.rules.values import Cell

LARGEST = 600 * 1024 * 1024  # unpacked, all parts together
LARGEST_TEXTS = 150 * 1024 * 1024  # the shared texts, which are read into memory
GROWTH = 150  # times; real sheets of numbers reach about 40
SMALL = 20 * 1024 * 1024
MOST_PARTS = 5000
LAST_ROW = 1_048_576  # of Excel; a row said to lie beyond would be reached over as many empty ones
# What zipfile and openpyxl raise over damaged and hostile files, now or while rows are read.
DAMAGE = (InvalidFileException, zipfile.BadZipFile, zlib.error, LookupError, ValueError,
          TypeError, AttributeError, ArithmeticError, SyntaxError, OSError, EOFError,
          RuntimeError)  # fmt: skip
FORMULA_WITHOUT_VALUE = "#FORMULA!"
_PADDED = re.compile(r"0{2,20}")


@contextmanager
def opened(path: Path, sheet: str = "") -> Iterator[Table]:
    """A workbook's sheet as a table."""
    _check_size(path)
    with _undamaged(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts we do not read: styles, validation
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        with _undamaged():
            page, stated = _sheet(book, sheet)
            headings = headings_of(_first(page))
            formulas = _formulas(path, page.title)

        def lines() -> Iterator[Line]:
            return _lines(page, formulas, len(headings))

        yield Table(headings, lines, max(stated - 1, 0), "xlsx")
    finally:
        book.close()


@contextmanager
def _undamaged() -> Iterator[None]:
    """`Refusal` for whatever the libraries stumble over in a file."""
    try:
        yield
    except DAMAGE:
        raise unreadable("broken", _("This Excel file cannot be read. Open it and save it again.")
                         ) from None  # fmt: skip


def _check_size(path: Path) -> None:
    with _undamaged(), zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise unreadable("not-a-table", _("This is neither CSV nor XLSX."))
    too_large = (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST
        or any(_is_bomb(part) for part in parts)
    )
    if too_large:
        raise unreadable(
            "bomb", _("Unpacked, this file would be far too large. Save the sheet as CSV.")
        )


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if part.filename == "xl/sharedStrings.xml" and part.file_size > LARGEST_TEXTS:
        return True
    return part.file_size > SMALL and part.file_size > GROWTH * max(part.compress_size, 1)


def _sheet(book: Any, name: str) -> tuple[Any, int]:
    """The sheet that is meant, and how many rows it says it has."""
    pages = [book[title] for title in book.sheetnames if hasattr(book[title], "iter_rows")]
    if name:
        for page in pages:
            if page.title.casefold() == name.casefold():
                return page, _measured(page)
        raise unreadable(
            "no-sheet",
            _("There is no sheet %(name)s. The file has: %(names)s.")
            % {"name": name, "names": ", ".join(book.sheetnames)},
        )
    for page in pages:
        stated = _measured(page)
        if any(cell not in (None, "") for cell in _first(page)):
            return page, stated
    raise unreadable("empty", _("The file has no heading in its first row."))


def _measured(page: Any) -> int:
    """The size that a file states may be wrong, so reading must not believe it."""
    stated = page.max_row or 1
    page.reset_dimensions()
    return int(stated)


def _formulas(path: Path, title: str) -> Any:
    """The same sheet with its formulas, if it has any: those without a value must be named."""
    if not _has_formulas(path):
        return None
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    book[title].reset_dimensions()
    return book[title]


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            if part.filename.startswith("xl/worksheets/") and _mentions(packed, part, b"<f"):
                return True
    return False


def _mentions(packed: zipfile.ZipFile, part: zipfile.ZipInfo, wanted: bytes) -> bool:
    end = b""
    with packed.open(part) as file:
        while piece := file.read(1 << 20):
            if wanted in end + piece:
                return True
            end = piece[-len(wanted) :]
    return False


def _first(page: Any) -> tuple[Cell, ...]:
    return next(page.iter_rows(max_row=1, max_col=250, values_only=True), ())


def _lines(page: Any, formulas: Any, width: int) -> Iterator[Line]:
    rows = _each(page.iter_rows(min_row=2, max_col=width))
    written = (
        _each(formulas.iter_rows(min_row=2, max_col=width, values_only=True)) if formulas else None
    )
    for number, row in enumerate(rows, 2):
        cells = [_value(cell) for cell in row]
        if written is not None:
            for place, formula in enumerate(next(written, ())):
                if cells[place] is None and formula is not None:
                    cells[place] = FORMULA_WITHOUT_VALUE
        if not is_blank(tuple(cells)):
            yield Line(number, tuple(cells))


def _each(rows: Iterator[Any]) -> Iterator[Any]:
    """Row after row; `Refusal` at the first that is damaged or lies beyond the last of Excel."""
    for _number in range(2, LAST_ROW + 1):
        with _undamaged():
            row = next(rows, None)
        if row is None:
            return
        yield row
    if next(rows, None) is not None:
        raise unreadable(
            "bomb", _("Unpacked, this file would be far too large. Save the sheet as CSV.")
        )


def _value(cell: Any) -> Cell:
    value: Cell = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        padded = _PADDED.fullmatch(cell.number_format or "")
        if padded and float(value).is_integer():
            return str(int(value)).zfill(len(padded[0]))
    return value
