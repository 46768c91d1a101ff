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
        "Keep the printed head elsewhere, and give it with --head the next time: whoever writes "
        "the whole history anew cannot change it there."
    )
)
def verify(
    head: Annotated[
        str, typer.Option("--head", help=_("The head that an earlier check printed."))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))] = False,
) -> None:
    """Walk the chain and report."""
    result = events.verify(kept=head)
    if as_json:
        print(orjson.dumps(result).decode())
    else:
        print(_told(result))
    raise typer.Exit(0 if result.broken is None else 1)


def _told(result: events.Verified) -> str:
    if result.broken is None:
        return _("%(length)d events, unbroken. Head: %(head)s") % vars(result)
    if result.why == "forgotten":
        return _("The head that was kept is not in this chain: history was written anew.")
    why = {"missing": _("missing"), "added": _("added"), "changed": _("changed")}[result.why]
    return _("Row %(row)d is %(why)s.") % {"row": result.broken, "why": why}
