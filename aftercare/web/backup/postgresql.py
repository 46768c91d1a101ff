"""PostgreSQL: its own dump of one snapshot; restored inside one transaction of ours."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal
from aftercare.web.backup import counting

PREAMBLE = (b"SET ", b"SELECT pg_catalog.set_config(")  # settings of a session that is not ours
FOR_PSQL = (b"\\restrict ", b"\\unrestrict ")


@contextmanager
def one_moment() -> Iterator[str]:
    """A transaction that sees one moment; yields the snapshot's name for pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def dump(target: Path, snapshot: str) -> None:
    """Write the database as of the snapshot in pg_dump's custom format."""
    _client(
        "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
        f"--snapshot={snapshot}", f"--file={target}",
    )  # fmt: skip


FUNCTIONS = ("kit_looked_into(bigint)",)  # what the migrations make besides tables


def load(source: Path, old_tables: set[str]) -> None:
    """Replace our tables and functions by those of a dump; call it inside a transaction."""
    names = {*counting.tables(), *old_tables, MigrationRecorder.Migration._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        for name in sorted(names):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
        for function in FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}")
    command = [_find("pg_restore"), "--no-owner", "--no-privileges", "--no-comments", "-f", "-",
               str(source)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as script:  # noqa: S603
        assert script.stdout is not None  # noqa: S101  # asked for above
        with connection.wrap_database_errors:
            _run(script.stdout)
        complaint = script.stderr.read().decode() if script.stderr else ""
    if script.returncode:
        raise Refusal(complaint.strip(), code="damaged")


def others_are_connected() -> int:
    """How many other sessions use this database now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def _run(script: IO[bytes]) -> None:
    """Execute what pg_restore prints: statements, and rows between COPY and a lone dot."""
    statements: list[bytes] = []
    started = False
    with connection.connection.cursor() as cursor:
        for line in script:
            if line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
                _execute(cursor, statements)
                _copy(cursor, line, script)
            elif not line.startswith(FOR_PSQL if started else FOR_PSQL + PREAMBLE):
                statements.append(line)
                started = started or line.startswith((b"CREATE", b"ALTER"))
        _execute(cursor, statements)


def _execute(cursor: Any, statements: list[bytes]) -> None:
    if any(line.strip() for line in statements):
        cursor.execute(b"".join(statements), prepare=False)
    statements.clear()


def _copy(cursor: Any, command: bytes, script: IO[bytes]) -> None:
    with cursor.copy(command) as copy:
        for line in script:
            if line == b"\\.\n":
                return
            copy.write(line)
    raise Refusal(_("The dump ends in the middle of a table."), code="damaged")


def _client(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs against our database; Refusal with its words if it fails."""
    done = subprocess.run(  # noqa: S603
        [_find(name), *arguments], env={**os.environ, **_address()},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Refusal(f"{name}: {done.stderr.strip()}", code="client-failed")


def _find(name: str) -> str:
    """The program of the server's own major version, else of the next newer one."""
    connection.ensure_connection()
    major = connection.connection.info.server_version // 10000
    places = [
        *Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        *Path("/usr").glob(f"pgsql-*/bin/{name}"),
        *filter(None, [shutil.which(name)]),
    ]
    versions = [(_major(str(place)), str(place)) for place in places]
    fitting = sorted(version for version in versions if version[0] >= major)
    if not fitting:
        raise Refusal(
            _(
                "Backup needs PostgreSQL's own %(name)s, version %(major)s or later. On Debian or "
                "Ubuntu: sudo apt-get install postgresql-client-%(major)s"
            )
            % {"name": name, "major": major},
            code="client-missing",
        )
    return fitting[0][1]


def _major(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def _address() -> dict[str, str]:
    settings = connection.settings_dict
    options = settings.get("OPTIONS", {})
    address = {
        "PGHOST": settings["HOST"], "PGPORT": str(settings["PORT"]), "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"],
        "PGSSLMODE": options.get("sslmode", ""), "PGSSLROOTCERT": options.get("sslrootcert", ""),
    }  # fmt: skip
    return {name: value for name, value in address.items() if value}
