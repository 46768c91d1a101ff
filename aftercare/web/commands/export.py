"""`aftercare export`: lists to take along."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from aftercare.insight.exporting import LISTS, writing
from aftercare.kit.errors import Refusal
from aftercare.web.commands import _progress as progress

HELP = _(
    "Export a list as CSV or XLSX: customers, products, sites, projects, units, agreements, "
    "history (past repairs), cases, promises, events.\n\n"
    "For Excel: aftercare export units units.xlsx\n\n"
    "For programs: aftercare export cases cases.csv --no-mark --names\n\n"
    "Into another program: aftercare export events - | head\n\n"
    "The first seven can be edited and imported again; unchanged, they change nothing. The file "
    "holds personal data: only its owner may read it, keep it so. Everything at once, to be "
    "brought back: aftercare backup"
)


def run(
    kind: Annotated[str, typer.Argument(help=_("Which list."), metavar="|".join(LISTS))],
    file: Annotated[
        Path, typer.Argument(help=_("The file to write, ending in .csv or .xlsx; - prints CSV."))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace the file if it is there."))
    ] = False,
    mark: Annotated[
        bool,
        typer.Option("--mark/--no-mark", help=_("Begin CSV with the mark (BOM) that Excel needs.")),
    ] = True,
    names: Annotated[
        bool, typer.Option("--names", help=_("Headings are the names for programs."))
    ] = False,
) -> None:
    """Write one list and say how many rows it has."""
    listing = LISTS.get(kind)
    if listing is None:
        raise typer.BadParameter(_("give one of: %(kinds)s") % {"kinds": ", ".join(LISTS)})
    if str(file) == "-":
        writing.to_csv(listing, sys.stdout, plain=names, step=lambda _rows: None)
        return
    form = _form(file)
    if file.exists() and not replace:
        raise Refusal(_("%(file)s exists; choose another name, or add --replace.") % {"file": file})
    with progress.bar(listing.rows().count(), str(listing.label)) as step:
        rows = writing.export(listing, file, form=form, mark=mark, plain=names, step=step)
    print(_("%(file)s: %(rows)d rows") % {"file": file, "rows": rows})


def _form(file: Path) -> writing.Form:
    for form in writing.forms():
        if file.suffix.lower() == f".{form}":
            return form
    raise typer.BadParameter(_("end the name of the file in .csv or .xlsx"), param_hint="FILE")
