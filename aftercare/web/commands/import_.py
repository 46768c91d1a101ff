"""`aftercare import`: lists from other systems."""

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from aftercare.imports import actions, running
from aftercare.imports.reading import opened
from aftercare.imports.running import Order, Report
from aftercare.imports.sheets import SHEETS, Sheet
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.people.models import Person
from aftercare.web.commands import _progress as progress

HELP = _(
    "Import a list from CSV or XLSX: customers, products, sites, projects, units, agreements, "
    "history (past repairs).\n\n"
    "Look first, change nothing: aftercare import customers customers.xlsx --dry-run\n\n"
    "Tell what a heading means: aftercare import units list.csv --map No=serial --map C=model\n\n"
    "Give a value for all rows: aftercare import history orders.csv --set currency=AUD\n\n"
    "Take what fits, mend the rest: aftercare import units list.csv --good-rows --mend bad.csv\n\n"
    "Importing the same file again changes nothing; a changed row changes its record."
)
SHOWN = 50


def run(  # noqa: PLR0917  # each is an option of the command
    kind: Annotated[str, typer.Argument(help=_("What the list holds."), metavar="|".join(SHEETS))],
    file: Annotated[
        Path | None, typer.Argument(help=_("The file, CSV or XLSX."), exists=True, dir_okay=False)
    ] = None,
    columns: Annotated[
        bool, typer.Option("--columns", help=_("Show the columns of this kind of list, and end."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Write nothing."))] = False,
    good_rows: Annotated[
        bool,
        typer.Option(
            "--good-rows/--all-or-nothing",
            help=_("Write the rows that fit; otherwise one misfit stops all of them."),
        ),
    ] = False,
    mend: Annotated[
        Path | None, typer.Option(help=_("Where the rows that do not fit are written, as CSV."))
    ] = None,
    pairs: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADING=COLUMN",
                                       help=_("What a heading, or a column letter, means."))
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE",
                                       help=_("A value that holds for all rows."))
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help=_("A YAML or JSON file with `map` and `set`."), exists=True),
    ] = None,
    page: Annotated[str, typer.Option("--sheet", help=_("The sheet of a workbook."))] = "",
    person: Annotated[
        str, typer.Option("--as", help=_("The sign-in name of who imports; else the system."))
    ] = "",
) -> None:  # fmt: skip
    """Import one file and report."""
    sheet = SHEETS.get(kind)
    if sheet is None:
        raise typer.BadParameter(_("give one of: %(kinds)s") % {"kinds": ", ".join(SHEETS)})
    if columns or file is None:
        _show_columns(sheet)
        raise typer.Exit(0 if columns else 2)
    told, fixed = _told(mapping, pairs or [], values or [])
    order = Order(
        sheet=sheet, path=file, name=file.name, mapping=told, fixed=fixed, page=page,
        good_rows=good_rows, dry=dry_run,
    )  # fmt: skip
    with opened(file, sheet=page) as table:
        total = table.total
    with progress.bar(2 * total, str(sheet.label)) as step:
        report = actions.import_file(
            order, by=_actor(person), at=timezone.now(), step=step, mend=mend
        )
    _tell(order, report, mend)
    raise typer.Exit(1 if report.bad else 0)


def _told(
    file: Path | None, pairs: list[str], values: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What the mapping file says, and over it what the command line says."""
    said: Any = yaml.safe_load(file.read_text(encoding="utf-8")) if file else {}
    parts = [said.get(name) or {} for name in ("map", "set")] if isinstance(said, dict) else []
    if file and not (parts and all(isinstance(part, dict) for part in parts)):
        raise Refusal(_("The mapping file holds `map` and `set`, each with names and values."))
    told, fixed = ({str(name): str(part[name]) for name in part} for part in parts)
    return told | _pairs(pairs), fixed | _pairs(values)


def _pairs(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise typer.BadParameter(_("write it as NAME=VALUE: %(pair)s") % {"pair": pair})
    cut = (pair.partition("=") for pair in pairs)
    return {name.strip(): value.strip() for name, _sign, value in cut}


def _actor(username: str) -> Actor:
    if not username:
        return SYSTEM
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refusal(_("Nobody signs in as %(name)s.") % {"name": username})
    return person


def _tell(order: Order, report: Report, mend: Path | None) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for ours, heading in report.columns.items():
        console.print(f"  {heading} → {order.sheet.column(ours).label} ({ours})", markup=False)
    if report.unused:
        console.print(_("Not used: %(names)s") % {"names": ", ".join(report.unused)}, markup=False)
    for problem in report.problems[:SHOWN]:
        words = running.in_words(problem, order.sheet, report.columns)
        console.print(_("Row %(row)d") % {"row": problem.row}, "·", words, markup=False)
    if len(report.problems) > SHOWN:
        print(_("… and more; --mend FILE writes all of them."))
    print(_summary(order, report))
    if mend and report.bad:
        print(_("To be mended: %(file)s") % {"file": mend})


def _summary(order: Order, report: Report) -> str:
    counts = report.counts
    figures = _(
        "%(rows)d rows: %(added)d new, %(changed)d changed, %(unchanged)d as they were, "
        "%(bad)d do not fit."
    ) % {"rows": report.rows, "bad": report.bad, **vars(counts)}  # fmt: skip
    if order.dry:
        return figures + " " + _("A dry run: nothing was written.")
    return figures if report.written else figures + " " + _("Nothing was written.")


def _show_columns(sheet: Sheet) -> None:
    table = Table(str(sheet.label), _("Name"), _("Must be there"), _("Known by"))
    for column in sheet.columns:
        must = _("yes") if column.required else ""
        table.add_row(str(column.label), column.name, must, column.aliases)
    Console().print(table)
