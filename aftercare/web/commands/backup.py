"""`aftercare backup FILE`: everything in one file, while the installation runs."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.web.backup import taking
from aftercare.web.commands import _progress as progress

HELP = _(
    "Write a backup of the database and all uploaded files. Nothing needs to be stopped.\n\n"
    "aftercare backup /backups/2026-11-22.tar.gz\n\n"
    "The file holds personal data: only its owner may read it, keep it so. Settings and the "
    "secret key are not in it. Bring it back with: aftercare restore FILE"
)


def run(
    file: Annotated[Path, typer.Argument(help=_("The file to write, ending in .tar.gz."))],
) -> None:
    """Take the backup and say what it holds."""
    with progress.bar(taking.bytes_to_read(), _("Backing up")) as advance:
        manifest = taking.back_up(file, at=timezone.now(), progress=advance)
    print(
        _("%(file)s: %(rows)d rows, %(files)d files, %(events)d events, chain head %(head)s")
        % {
            "file": file,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.members) - 1,
            "events": manifest.events,
            "head": manifest.head,
        }
    )
