"""`aftercare events`: the history of everything."""

from typing import Annotated

import orjson
import typer
from django.utils.translation import gettext as _

from aftercare.kit import events

HELP = _("The history of everything: check its chain.")
app = typer.Typer()


@app.callback()
def group() -> None:
    """A group even while it has one command."""


@app.command(
    help=_(
        "Check the hash chain of all events. Prints length and head, or names the first broken "
        "row and ends with code 1.\n\n"
        "Keep the printed head elsewhere: whoever changes history cannot change it there."
    )
)
def verify(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))] = False,
) -> None:
    """Walk the chain and report."""
    result = events.verify()
    if as_json:
        print(orjson.dumps(result).decode())
    elif result.broken is None:
        print(_("%(length)d events, unbroken. Head: %(head)s") % vars(result))
    else:
        why = {"missing": _("missing or added"), "changed": _("changed")}[result.why]
        print(_("Row %(row)d is %(why)s.") % {"row": result.broken, "why": why})
    raise typer.Exit(0 if result.broken is None else 1)
