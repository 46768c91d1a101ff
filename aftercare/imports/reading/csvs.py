"""CSV as people have it: UTF-8 with and without mark, UTF-16, GB18030; commas, semicolons, tabs;
line breaks within quotes."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from aftercare.imports.reading.tables import Line, Table, headings_of, is_blank, unreadable

DELIMITERS = ",;\t|"
LONGEST_CELL = 200_000
PIECE = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """A CSV file as a table."""
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)

    def lines() -> Iterator[Line]:
        return _lines(path, encoding, delimiter)

    first = next(_records(path, encoding, delimiter), None)
    headings = headings_of(first.cells if first else ())
    yield Table(headings, lines, max(_breaks(path, encoding) - 1, 0), "csv")


def encoding_of(path: Path) -> str:
    """What the bytes are: by their mark, else UTF-8 if all of them are, else GB18030 likewise."""
    with path.open("rb") as file:
        beginning = file.read(4)
    for mark, encoding in MARKS:
        if beginning.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if _fits(path, encoding):
            return encoding
    raise unreadable(
        "encoding", _("The characters of this file cannot be read. Save it as CSV in UTF-8.")
    )


def delimiter_of(path: Path, encoding: str) -> str:
    """The sign between the columns: the one that cuts the first lines most evenly."""
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(64 * 1024)
    counts = {sign: _columns(sample, sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def _columns(sample: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows are as wide as the first one, and how wide that is."""
    lines = sample.splitlines(keepends=True)
    try:
        rows = [row for row in islice(csv.reader(lines, delimiter=delimiter), 30) if row]
    except csv.Error:
        return (0, 0)
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0, width)
    return (sum(len(row) == width for row in rows), width)


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    records = _records(path, encoding, delimiter)
    next(records, None)
    return (line for line in records if not is_blank(line.cells))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        begins = 1
        try:
            for row in reader:
                yield Line(begins, tuple(row))
                begins = reader.line_num + 1
        except csv.Error:
            raise unreadable(
                "quotes",
                _("From row %(row)s on the file cannot be cut into columns: a quote is opened "
                  "and never closed.") % {"row": begins},
            ) from None  # fmt: skip


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE):
                if "\x00" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _breaks(path: Path, encoding: str) -> int:
    with path.open(encoding=encoding, newline="") as file:
        return sum(piece.count("\n") for piece in iter(lambda: file.read(PIECE), "")) + 1
