"""`aftercare migrate`: prepares the database and static files, or brings them up to date."""

from django.utils.translation import gettext as _

from aftercare.web import preparing

HELP = _(
    "Prepare the database, or bring it up to this version.\n\n"
    "aftercare serve does this by itself. Make a backup first: aftercare backup FILE.tar.gz"
)


def run() -> None:
    """Apply the migrations that are missing, and gather the static files in production."""
    applied = preparing.migrate()
    preparing.gather_static_files()
    for name in applied:
        print(name)
    print(_("The database is up to date."))
