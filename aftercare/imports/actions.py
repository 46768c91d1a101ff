"""Importing: check a file, change how its columns are read, write it; each run is on record."""

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.imports import running
from aftercare.imports.models import ImportRun, RunState
from aftercare.imports.running import Order, Report, Step
from aftercare.imports.sheets import SHEETS
from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.people.models import Person
from aftercare.people.rights import require
from aftercare.people.roles import Power

MOST_ROWS_ON_A_PAGE = 5_000
KEPT = timedelta(days=7)  # a file that was checked and never written
KEPT_PROBLEMS = 200
MENDED_BY_MAPPING = frozenset({"missing-column", "unknown-column", "unknown-heading"})


def import_file(
    order: Order,
    *,
    by: Actor,
    at: datetime,
    step: Step = lambda _rows: None,
    mend: Path | None = None,
) -> Report:
    """Import a file of any size, as the command does; not within a transaction.

    Written rows are kept on record as an `ImportRun`, a dry run is not.
    """
    require(by, Power.IMPORT)
    report = running.run(order, by=by, at=at, step=step, mend=mend)
    if not order.dry:
        run = _run(order, by, at, _digest(order.path))
        _finish(run, report, by, at)
    return report


def check_upload(
    file: "File[bytes]",
    *,
    name: str,
    sheet: str,
    good_rows: bool,
    by: Person,
    at: datetime,
) -> ImportRun:
    """Keep an uploaded file and check it; nothing of it is written yet."""
    require(by, Power.IMPORT)
    forget_old(at)
    run = ImportRun(
        sheet=sheet, file_name=name[:200], good_rows=good_rows, by=by, by_name=by.name, at=at,
        state=RunState.CHECKED,
    )  # fmt: skip
    run.digest = _digest_of(file)
    file.seek(0)
    suffix = Path(name).suffix.lower()
    run.file.save(f"{run.digest[:24]}{suffix if suffix in ('.csv', '.xlsx') else ''}",
                  file, save=False)  # fmt: skip
    try:
        return check_again(run, mapping={}, fixed={}, good_rows=good_rows, by=by, at=at)
    except BaseException:
        run.file.delete(save=False)
        raise


def check_again(
    run: ImportRun,
    *,
    mapping: Mapping[str, str],
    fixed: Mapping[str, str],
    good_rows: bool,
    by: Person,
    at: datetime,
) -> ImportRun:
    """Check a kept file with other columns."""
    require(by, Power.IMPORT)
    if run.state != RunState.CHECKED:
        raise _over()
    run.mapping, run.fixed, run.good_rows = dict(mapping), dict(fixed), good_rows
    order = _order(run, dry=True)
    headings, places, run.sample = running.look(order)
    run.headings = list(headings)
    run.columns = {ours: headings[place] for place, ours in places.items()}
    try:
        report, run.mend = _carry_out(order, by, at)
    except Refusal as refusal:
        if refusal.code not in MENDED_BY_MAPPING:
            raise
        run.refusal, run.problems, run.rows, run.bad = str(refusal.message)[:1000], [], 0, 0
    else:
        run.refusal = ""
        _take_over(run, report)
    run.save()
    return run


def write_upload(run: ImportRun, *, by: Person, at: datetime) -> ImportRun:
    """Write a checked file, and let the file go."""
    require(by, Power.IMPORT)
    mine = ImportRun.objects.filter(pk=run.pk, state=RunState.CHECKED)
    if not mine.update(state=RunState.REFUSED):  # so that two clicks write once
        raise _over()
    try:
        report, run.mend = _carry_out(_order(run, dry=False), by, at)
    except BaseException:
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.CHECKED)
        raise
    _finish(run, report, by, at)
    run.file.delete()
    return run


def forget_old(at: datetime) -> None:
    """Let go of files that were checked long ago and never written."""
    for run in ImportRun.objects.filter(state=RunState.CHECKED, at__lt=at - KEPT):
        run.file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.REFUSED, file="")


def _order(run: ImportRun, *, dry: bool) -> Order:
    return Order(
        sheet=SHEETS[run.sheet], path=Path(run.file.path), name=run.file_name,
        mapping=run.mapping, fixed=run.fixed, good_rows=run.good_rows, dry=dry,
    )  # fmt: skip


def _carry_out(order: Order, by: Person, at: datetime) -> tuple[Report, str]:
    with tempfile.TemporaryDirectory() as directory:
        mend = Path(directory) / "mend.csv"
        report = running.run(order, by=by, at=at, mend=mend, most_rows=MOST_ROWS_ON_A_PAGE)
        return report, mend.read_text(encoding="utf-8-sig") if report.bad else ""


def _run(order: Order, by: Actor, at: datetime, digest: str) -> ImportRun:
    return ImportRun(
        sheet=order.sheet.name, file_name=order.name[:200], digest=digest,
        mapping=dict(order.mapping), fixed=dict(order.fixed), good_rows=order.good_rows,
        by=by if isinstance(by, Person) else None, by_name=by.name[:120], at=at,
        state=RunState.CHECKED,
    )  # fmt: skip


@transaction.atomic
def _finish(run: ImportRun, report: Report, by: Actor, at: datetime) -> None:
    _take_over(run, report)
    run.state = RunState.DONE if report.written else RunState.REFUSED
    run.at = at
    run.save()
    if report.written:
        data = {
            "sheet": run.sheet, "file": run.file_name, "sha256": run.digest, "rows": run.rows,
            "added": run.added, "changed": run.changed, "bad": run.bad,
        }  # fmt: skip
        events.record(Happened("import.done", run.reference, at, by, data=data))


def _take_over(run: ImportRun, report: Report) -> None:
    run.rows, run.bad = report.rows, report.bad
    run.headings, run.columns = list(report.headings), report.columns
    run.added, run.changed = report.counts.added, report.counts.changed
    run.unchanged = report.counts.unchanged
    run.problems = [problem.plain() for problem in report.problems[:KEPT_PROBLEMS]]


def _digest_of(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _over() -> Refusal:
    return Refusal(_("This import is over. Upload the file again."), code="over")
