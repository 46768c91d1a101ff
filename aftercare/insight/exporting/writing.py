"""Writing a list as CSV or XLSX: row by row, whole or not at all, and with nothing in it that a
spreadsheet would run."""

import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Literal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from aftercare.imports.rules.values import guarded
from aftercare.insight.exporting.shape import Listing, Value
from aftercare.kit.errors import Refusal

Form = Literal["csv", "xlsx"]
Step = Callable[[int], None]
MOST_ROWS = 1_048_575  # of a sheet, below its heading
LONGEST_CELL = 32_767
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def export(
    listing: Listing, target: Path, *, form: Form, mark: bool, plain: bool, step: Step
) -> int:
    """Write a list into a new file and return how many rows it has.

    mark: CSV begins with the mark that lets Excel see UTF-8. plain: headings are the names for
    programs. step: told how many rows were written. Nothing is left behind when it fails.
    """
    with _whole(target) as file:
        if form == "xlsx":
            return _as_workbook(listing, file, plain=plain, step=step)
        if mark:
            file.write("\ufeff".encode())
        with open(file.fileno(), "w", encoding="utf-8", newline="", closefd=False) as text:
            file.flush()
            return to_csv(listing, text, plain=plain, step=step)


def to_csv(listing: Listing, file: IO[str], *, plain: bool, step: Step) -> int:
    """Write a list as CSV into something that is open."""
    writer = csv.writer(file)
    writer.writerow(_headings(listing, plain=plain))
    names = [heading.name for heading in listing.headings]
    rows = 0
    for some in listing.walk():
        writer.writerows([_text(cells.get(name)) for name in names] for cells in some)
        rows += len(some)
        step(len(some))
    return rows


def _as_workbook(listing: Listing, file: IO[bytes], *, plain: bool, step: Step) -> int:
    if listing.rows().count() > MOST_ROWS:
        raise Refusal(_("A sheet of Excel holds 1,048,575 rows; this list has more. Write CSV."))
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(str(listing.label)[:31])
    sheet.freeze_panes = "A2"
    rows = 0
    try:
        sheet.append([_heading(sheet, words) for words in _headings(listing, plain=plain)])
        for some in listing.walk():
            for cells in some:
                sheet.append(list(_cells(sheet, listing, cells)))
            rows += len(some)
            step(len(some))
    except BaseException:
        sheet.close()
        raise
    book.save(file)
    return rows


def _headings(listing: Listing, *, plain: bool) -> list[str]:
    return [one.name if plain else str(one.label) for one in listing.headings]


def _heading(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cells(sheet: Any, listing: Listing, cells: Mapping[str, Value]) -> Iterator[Any]:
    for heading in listing.headings:
        value = cells.get(heading.name)
        if isinstance(value, date | Decimal | int) and not isinstance(value, bool):
            yield value
        elif value in (None, ""):
            yield None
        else:
            yield _text_cell(sheet, listing, _text(value), heading.name)


def _text_cell(sheet: Any, listing: Listing, said: str, column: str) -> Any:
    """A text that stays one: a cell of kind text is never a formula, whatever it begins with."""
    if len(said) > LONGEST_CELL:
        raise Refusal(
            _("A cell of Excel holds 32,767 characters, and one of %(list)s, %(column)s, has more. "
              "Write CSV.") % {"list": listing.label, "column": column}
        )  # fmt: skip
    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub("", said))
    cell.data_type = "s"
    return cell


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int):
        return str(value)
    return guarded(value, numbers=True)


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target that takes its name when all is written; only its owner reads it."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def forms() -> Sequence[Form]:
    """What can be written."""
    return ("csv", "xlsx")
