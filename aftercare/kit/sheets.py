"""Lists as files for a spreadsheet: UTF-8 CSV, written while they are read."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def answer(name: str, rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """Rows as a file called by a name and the day; the first row is the heading.

    They are made in the language and zone of this request, though it has ended by then.
    """
    content = StreamingHttpResponse(
        _as_read_now(_lines(rows)), content_type="text/csv; charset=utf-8"
    )
    file = f"{name}-{timezone.localdate():%Y%m%d}.csv"
    content["Content-Disposition"] = f'attachment; filename="{file}"'
    return content


def _as_read_now(lines: Iterator[str]) -> Iterator[str]:
    """Lines in the language and zone of this request, though they are made after it has ended."""
    language, zone = get_language(), timezone.get_current_timezone()

    def made() -> Iterator[str]:
        while True:
            with translation.override(language), timezone.override(zone):
                line = next(lines, None)
            if line is None:
                return
            yield line

    return made()


class _Line:
    """Gives back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    yield "\ufeff"  # without it, spreadsheets read Chinese wrongly
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: str) -> str:
    """A spreadsheet must not calculate what a customer wrote."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
