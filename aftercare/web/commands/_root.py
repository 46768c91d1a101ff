"""The command `aftercare` itself: its own options, still without sub-commands."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from aftercare.web.commands import _frame as frame

app = typer.Typer(
    name="aftercare",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=_(
        "Service plans as data: scheduled, timed, enforced and proven.\n\n"
        "Try it: aftercare serve --demo\n\n"
        "Each command explains itself: aftercare backup --help"
    ),
)


@app.callback()
def options(
    lang: Annotated[
        str, typer.Option("--lang", metavar="zh|en", help=_("Language of the output."))
    ] = "",
    debug: Annotated[bool, typer.Option("--debug", help=_("Show where an error arose."))] = False,
) -> None:
    """Check the options that the frame has read already."""
    if lang and lang.lower() not in frame.LANGUAGES:
        raise typer.BadParameter(_("give zh or en"), param_hint="--lang")
