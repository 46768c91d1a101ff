"""`aftercare search`: keep the search index."""

import typer
from django.utils.translation import gettext as _

from aftercare.web import finding

HELP = _("The search index: make it anew, as after a restore from another program's data.")
app = typer.Typer()


@app.callback()
def group() -> None:
    """A group even while it has one command."""


@app.command(help=_("Empty the search index and fill it again from the records."))
def rebuild() -> None:
    """Make the index anew; searches see the old one until it is ready."""
    count = finding.rebuild()
    print(_("%(count)d entries can be found.") % {"count": count})
