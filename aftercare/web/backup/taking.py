"""Taking a backup while the installation runs."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils.translation import gettext as _

import aftercare
from aftercare.kit.errors import Refusal
from aftercare.web.backup import archive, counting, postgresql, sqlite
from aftercare.web.backup.archive import Manifest, Progress

SUFFIXES = (".tar.gz", ".tgz")


def back_up(target: Path, *, at: datetime, progress: Progress) -> Manifest:
    """Write database and files to a new archive; `progress` is told each number of bytes read.

    The database is taken first and as of one moment, the files after it: every file that a row
    names is there, since files are written before their row and never changed.
    """
    if not target.name.endswith(SUFFIXES):
        raise Refusal(_("Name the backup with .tar.gz at its end."), code="name")
    if target.exists():
        raise Refusal(_("%(file)s exists; choose another name.") % {"file": target}, code="exists")
    with (
        tempfile.TemporaryDirectory(prefix=".aftercare-backup-", dir=target.parent) as directory,
        archive.new_file(target) as file,
    ):
        with _database(Path(directory), at) as (manifest, copy):
            pass
        members = [(manifest.database, copy), *_files()]
        return archive.write(file, manifest, members, progress)


@contextmanager
def _database(directory: Path, at: datetime) -> Iterator[tuple[Manifest, Path]]:
    copy = directory / archive.DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        sqlite.snapshot(copy)
        with sqlite.opened(copy) as using:
            yield _manifest(using, at), copy
    else:
        with postgresql.one_moment() as snapshot:
            postgresql.dump(copy, snapshot)
            yield _manifest(DEFAULT_DB_ALIAS, at), copy


def _manifest(using: str, at: datetime) -> Manifest:
    length, head = counting.chain_head(using)
    return Manifest(
        version=aftercare.__version__,
        made_at=at.isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=counting.migrations(using),
        rows=counting.rows(using, counting.tables(using)),
        events=length,
        head=head,
    )


def _files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{archive.FILES}/{path.relative_to(root).as_posix()}", path


def bytes_to_read() -> int:
    """Roughly how much there is, for a progress bar."""
    files = sum(path.stat().st_size for _name, path in _files())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return files + int(cursor.fetchone()[0])
