"""Restoring: unpack, check, check again in place, and only then let it count."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.web import preparing, running
from aftercare.web.backup import archive, counting, moving, postgresql, sqlite
from aftercare.web.backup.archive import Manifest, Progress
from aftercare.web.backup.exchange import Exchange, undo_unfinished


def restore(source: Path, *, replace: bool, progress: Progress) -> Manifest:
    """Make this installation what the backup holds; whatever goes wrong, nothing has changed.

    Refuses while a server or worker runs, and an installation with data unless `replace`.
    A SQLite backup restores into PostgreSQL too: that is how to move there.
    """
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    with running.alone():
        undo_unfinished(data)
        _refuse_others(replace=replace)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=data) as staging:
            manifest = archive.unpack(source, Path(staging), progress)
            _refuse_newer(manifest)
            if connection.vendor == "sqlite":
                _into_sqlite(manifest, Path(staging))
            else:
                _into_postgresql(manifest, Path(staging))
    return manifest


def _refuse_others(*, replace: bool) -> None:
    if connection.vendor == "postgresql" and (count := postgresql.others_are_connected()):
        raise Refusal(
            _("%(count)d other sessions use the database; stop Aftercare everywhere first.")
            % {"count": count},
            code="running",
        )
    media = Path(settings.MEDIA_ROOT)
    has_files = media.exists() and any(path.is_file() for path in media.rglob("*"))
    if not replace and (has_files or not counting.is_empty()):
        raise Refusal(
            _(
                "There is data here already. To replace it all, make a backup first, then add --replace."
            ),
            code="not-empty",
        )
    connection.close()


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise Refusal(
            _("The backup is from a newer version (%(version)s) of Aftercare; install that first.")
            % {"version": manifest.version},
            code="newer",
            migrations=newer,
        )


def _into_sqlite(manifest: Manifest, staging: Path) -> None:
    if manifest.engine != "sqlite":
        raise Refusal(
            _("This is a backup of PostgreSQL; set AFTERCARE_DATABASE_URL to a PostgreSQL."),
            code="engine",
        )
    new = staging / manifest.database
    with sqlite.opened(new) as using:
        _examine(manifest, using)
    present = Path(connection.settings_dict["NAME"])
    beside = [present.with_name(present.name + suffix) for suffix in ("-wal", "-shm")]
    with _exchanged([present, *beside, Path(settings.MEDIA_ROOT)]) as exchange:
        for leftover in beside:
            exchange.put(staging / "none", leftover)
        exchange.put(new, present)
        exchange.put(_files(staging), Path(settings.MEDIA_ROOT))


def _into_postgresql(manifest: Manifest, staging: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    with _exchanged([media]) as exchange, transaction.atomic():
        if manifest.engine == "sqlite":
            _move(manifest, staging / manifest.database)
        else:
            postgresql.load(staging / manifest.database, set(manifest.rows))
            _examine(manifest, DEFAULT_DB_ALIAS)
        exchange.put(_files(staging), media)


def _move(manifest: Manifest, database: Path) -> None:
    preparing.migrate()
    with sqlite.opened(database) as using:
        _examine(manifest, using)
        names = counting.tables()
        expected = counting.rows(using, [name for name in names if name != "django_migrations"])
        moving.copy_all(using)
    if counting.rows(DEFAULT_DB_ALIAS, list(expected)) != expected:
        raise archive.damaged(_("rows are missing after the move"))
    _examine_chain(manifest, DEFAULT_DB_ALIAS)


def _examine(manifest: Manifest, using: str) -> None:
    """The rows of the manifest, then this version's tables, then the event chain."""
    if manifest.engine == "sqlite" and not sqlite.is_sound(using):
        raise archive.damaged(_("SQLite finds faults in the database"))
    if counting.rows(using, list(manifest.rows)) != manifest.rows:
        raise archive.damaged(_("the numbers of rows differ from the manifest"))
    if set(counting.migrations(using)) != _all_migrations():
        sqlite.bring_up_to_date(using)
    _examine_chain(manifest, using)


def _examine_chain(manifest: Manifest, using: str) -> None:
    found = events.verify(using)
    if (found.broken, found.length, found.head) != (None, manifest.events, manifest.head):
        row = found.broken or found.length
        raise archive.damaged(_("the event chain is broken at row %(row)d") % {"row": row})


def _all_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


@contextmanager
def _exchanged(places: list[Path]) -> Iterator[Exchange]:
    data = Path(settings.DATA)
    exchange = Exchange(data, places)
    exchange.begin()
    try:
        yield exchange
    except BaseException:
        connection.close()
        undo_unfinished(data)
        raise
    connection.close()
    exchange.keep()


def _files(staging: Path) -> Path:
    """The restored files; a backup without any leaves an empty directory."""
    files = staging / archive.FILES
    files.mkdir(exist_ok=True)
    return files
