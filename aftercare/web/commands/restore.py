"""`aftercare restore FILE`: the installation as a backup holds it, or unchanged."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from aftercare.web.backup import restoring
from aftercare.web.commands import _progress as progress

HELP = _(
    "Bring a backup back. Stop Aftercare first.\n\n"
    "aftercare restore /backups/2026-11-22.tar.gz\n\n"
    "The file is checked to the last byte and the event chain is verified before anything counts; "
    "when something is wrong, nothing is changed. To move from SQLite to PostgreSQL, restore a "
    "SQLite backup with AFTERCARE_DATABASE_URL set."
)


def run(
    file: Annotated[Path, typer.Argument(help=_("A file written by aftercare backup."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace the data that is here already."))
    ] = False,
) -> None:
    """Restore and say what is there now."""
    size = file.stat().st_size
    with progress.bar(size, _("Checking")) as advance:
        manifest = restoring.restore(file, replace=replace, progress=advance)
    print(
        _("Restored the backup of %(made_at)s: %(rows)d rows, %(files)d files, %(events)d events.")
        % {
            "made_at": manifest.made_at,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.members) - 1,
            "events": manifest.events,
        }
    )
