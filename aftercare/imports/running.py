"""One pass of an import: read, check, write, report. No rights, no records of the run itself.

All or nothing: the file is checked to its end before the first row is written, and then written
in one transaction. Good rows: what fits is written some hundred rows at a time, each in a
transaction of its own, and what does not is named; a run that was cut off can be run again.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.imports.reading import Line, Table, opened
from aftercare.imports.rules import headings
from aftercare.imports.rules.values import guarded, text_of
from aftercare.imports.sheets import Counts, Row, Sheet, Work
from aftercare.imports.wording import Problem
from aftercare.kit import events
from aftercare.kit.chunks import chunks
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor

AT_ONCE = 500
SAMPLE = 3
MOST_PROBLEMS = 1000
Step = Callable[[int], None]


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how.

    name: what the file is called. mapping: heading (or letter) of the file to our column; the
    rest is guessed. fixed: our column to a value that holds for all rows. page: the sheet of a
    workbook. good_rows: write those that fit, instead of all or none. dry: write nothing.
    """

    sheet: Sheet
    path: Path
    name: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    good_rows: bool = False
    dry: bool = False


@dataclass
class Report:
    """What came of a file. `columns`: our columns and the headings they were read from."""

    headings: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    written: bool = False

    @property
    def unused(self) -> list[str]:
        """Headings of the file that mean nothing to us."""
        return [one for one in self.headings if one and one not in self.columns.values()]


def run(
    order: Order,
    *,
    by: Actor,
    at: datetime,
    step: Step = lambda _rows: None,
    mend: Path | None = None,
    most_rows: int | None = None,
) -> Report:
    """Import a file. `Refusal` when it cannot be read at all or lacks a column.

    step: told how many rows are done. mend: where the rows that do not fit are written, with what
    to do. most_rows: refuse a longer file.
    """
    with opened(order.path, sheet=order.page) as table, _mender(mend, table) as mender:
        places = place_columns(order, table)
        report = Report(
            headings=table.headings,
            columns={ours: table.headings[place] for place, ours in places.items()},
        )
        passage = _Passage(order, table, places, report, by, at, step, most_rows, mender)
        if order.good_rows and not order.dry:
            passage.write_good_rows()
        elif passage.check() or order.good_rows:
            passage.write_all()
        return report


def look(order: Order) -> tuple[tuple[str, ...], dict[int, str], list[list[str]]]:
    """The headings of a file, what they are taken for, and its first rows, before any check."""
    with opened(order.path, sheet=order.page) as table:
        lines = islice(table.lines(), SAMPLE)
        sample = [[text_of(cell)[:80] for cell in line.cells] for line in lines]
        return table.headings, _taken_for(order, table), sample


def place_columns(order: Order, table: Table) -> dict[int, str]:
    """Which place of the file means which of our columns: what was told, then what is guessed."""
    known = {column.name for column in order.sheet.columns}
    unknown = sorted((set(order.mapping.values()) | set(order.fixed)) - known - {""})
    if unknown:
        raise Refusal(
            _("There is no column %(names)s. These are known: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(sorted(known))},
            code="unknown-column",
        )
    places = _taken_for(order, table)
    _refuse_missing(order, table, {*places.values(), *order.fixed})
    return places


def _taken_for(order: Order, table: Table) -> dict[int, str]:
    try:
        told = headings.told(table.headings, order.mapping)
    except KeyError as missing:
        raise Refusal(
            _("The file has no heading %(name)s. It has: %(headings)s.")
            % {"name": missing.args[0], "headings": ", ".join(table.headings)},
            code="unknown-heading",
        ) from None
    taken = set(told.values())
    guessed = order.sheet.guess(table.headings)
    places = {
        place: ours for place, ours in guessed.items() if place not in told and ours not in taken
    }
    return places | {place: ours for place, ours in told.items() if ours}


def _refuse_missing(order: Order, table: Table, there: set[str]) -> None:
    missing = order.sheet.missing(there)
    if missing:
        names = ", ".join(f"{column.label} ({column.name})" for column in missing)
        raise Refusal(
            _("No heading means: %(names)s. The file has: %(headings)s. Say which one it is.")
            % {"names": names, "headings": ", ".join(table.headings)},
            code="missing-column",
        )


@dataclass(frozen=True)
class _Passage:
    """The file on its way through."""

    order: Order
    table: Table
    places: Mapping[int, str]
    report: Report
    by: Actor
    at: datetime
    step: Step
    most_rows: int | None
    mender: "Mender | None"

    def check(self) -> bool:
        """Look at every row; whether all of them fit."""
        loader = self.order.sheet.loader(self._work())
        for rows in self._rows():
            loader.check(rows)
            self._note(rows)
            self.step(len(rows))
        return self.report.bad == 0

    def write_all(self) -> None:
        """Write every good row in one transaction, which a dry run takes back."""
        work = self._work()
        loader = self.order.sheet.loader(work)
        with transaction.atomic():
            for rows in self._rows():
                loader.check(rows)
                good = [row for row in rows if row.good]
                if len(good) < len(rows) and not self.order.good_rows:
                    raise Refusal(_("The data changed during the import. Nothing was written."))
                loader.write(good)
                self.step(len(rows))
            if self.order.dry:
                transaction.set_rollback(True)
            else:
                events.record(*work.happened)
        self._done(work)

    def write_good_rows(self) -> None:
        """Write what fits, some hundred rows at a time."""
        work = self._work()
        loader = self.order.sheet.loader(work)
        for rows in self._rows():
            with transaction.atomic():
                loader.check(rows)
                loader.write([row for row in rows if row.good])
                events.record(*work.happened)
            work.happened.clear()
            self._note(rows)
            self.step(2 * len(rows))
        self._done(work)

    def _work(self) -> Work:
        return Work(self.by, self.at, self.order.name)

    def _rows(self) -> Iterator[list[Row]]:
        width = len(self.table.headings)
        for lines in chunks(self._lines(), AT_ONCE):
            yield [
                self.order.sheet.read(line, self.places, self.order.fixed, width) for line in lines
            ]

    def _lines(self) -> Iterable[Line]:
        for count, line in enumerate(self.table.lines(), 1):
            if self.most_rows is not None and count > self.most_rows:
                raise Refusal(
                    _("The file has more than %(most)s rows. Import it with: aftercare import")
                    % {"most": self.most_rows},
                    code="too-many-rows", field="file",
                )  # fmt: skip
            yield line

    def _note(self, rows: list[Row]) -> None:
        report = self.report
        report.rows += len(rows)
        for row in rows:
            if not row.good:
                report.bad += 1
                report.problems += row.problems[: MOST_PROBLEMS - len(report.problems)]
                if self.mender is not None:
                    self.mender.write(row, self.order.sheet, self.report.columns)

    def _done(self, work: Work) -> None:
        self.report.counts = work.counts
        self.report.written = not self.order.dry


class Mender:
    """The file of rows that do not fit: the columns of the original, then what to do."""

    def __init__(self, writer: Any, width: int) -> None:
        self._writer = writer
        self._width = width

    def write(self, row: Row, sheet: Sheet, columns: Mapping[str, str]) -> None:
        """One row as it was, and its problems in words."""
        cells = [guarded(text_of(cell)) for cell in row.line.cells]
        cells += [""] * (self._width - len(cells))
        words = "; ".join(in_words(problem, sheet, columns) for problem in row.problems)
        self._writer.writerow([*cells[: self._width], row.line.number, guarded(words),
                               *cells[self._width :]])  # fmt: skip


@contextmanager
def _mender(path: Path | None, table: Table) -> Iterator[Mender | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        given = [guarded(heading) for heading in table.headings]
        writer.writerow([*given, _("Row in the original file"), _("To be mended")])
        yield Mender(writer, len(table.headings))


WHOLE_ROW = gettext_lazy("Row")


def in_words(problem: Problem, sheet: Sheet, columns: Mapping[str, str]) -> str:
    """`Cost: “PM01” is not an amount …`, with the heading that the file itself uses."""
    return f"{heading_of(problem, sheet, columns)}: {problem}"


def heading_of(problem: Problem, sheet: Sheet, columns: Mapping[str, str]) -> str:
    """How the file calls the column a problem is in."""
    if problem.column in columns:
        return columns[problem.column]
    ours = {column.name: str(column.label) for column in sheet.columns}
    return ours.get(problem.column, str(WHOLE_ROW))
