"""`aftercare migrate`: prepares the database, or brings it up to this version."""

from django.utils.translation import gettext as _

from aftercare.web import preparing

HELP = _(
    "Prepare the database, or bring it up to this version.\n\n"
    "aftercare serve does this by itself. Make a backup first: aftercare backup FILE.tar.gz"
)


def run() -> None:
    """Apply the migrations that are missing."""
    applied = preparing.migrate()
    for name in applied:
        print(name)
    print(_("The database is up to date."))
