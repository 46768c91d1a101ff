"""Whole installations in temporary directories, driven through the command line."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from aftercare.web import environment as env

OURS = {
    model._meta.db_table for model in apps.get_models() if model.__module__.startswith("aftercare.")
}
SEED = """
import django; django.setup()
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from django.db import transaction
from aftercare.kit import events
from aftercare.people.models import Organisation, Person
at = datetime(2026, 11, 22, 1, 30, 0, 123456, tzinfo=UTC)
company = Organisation.objects.create(kind="company", code="c", name="守约公司")
head = Person.objects.create(name="王经理", role="manager", organisation=company, username="wang")
Person.objects.create(name="小李", role="agent", organisation=company, superior=head)
for number in range(1, 6):
    with transaction.atomic():
        events.record(events.Happened("case.noted", "case/1", at, events.SYSTEM,
                                      data={"text": "漏水", "number": number}))
file = Path(settings.MEDIA_ROOT) / "2026" / "照片 1.txt"
file.parent.mkdir(parents=True)
file.write_text("photo")
"""


@dataclass
class Installation:
    """A data directory and a database of its own."""

    data: Path
    database_url: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def backup(self) -> Path:
        """Where the backup of the filled installation is."""
        return self.data.with_suffix(".tar.gz")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name[:10] != "AFTERCARE_"}
        return {
            **kept,
            "AFTERCARE_DATA": str(self.data),
            "AFTERCARE_DATABASE_URL": self.database_url,
            "AFTERCARE_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "aftercare.web.settings",
            "PYTHONPATH": str(env.ROOT),
            "COLUMNS": "100",
            **self.more,
        }

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "aftercare.web.commands", *map(str, words)]

    def run(self, *words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.environment, cwd="/", capture_output=True, text=True,
            check=False, timeout=120, **options,
        )  # fmt: skip

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, cwd="/", capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words), env=self.environment, cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def execute(self, statement: str) -> list[Any]:
        """Run one statement on the database, as no program of ours would."""
        if not self.database_url:
            with closing(sqlite3.connect(self.data / "aftercare.sqlite3")) as file, file:
                return file.execute(statement).fetchall()
        with psycopg.connect(self.database_url.replace("postgres:", "postgresql:")) as postgres:
            cursor = postgres.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def content(self) -> dict[str, Any]:
        """Every row of ours and every file, comparable between the two engines."""
        tables = self.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.database_url
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        ours = [name for (name,) in tables if name in OURS]
        files = [path for path in (self.data / "files").rglob("*") if path.is_file()]
        return {
            **{name: _rows(self.execute(f'SELECT * FROM "{name}"')) for name in ours},
            **{str(path.relative_to(self.data)): path.read_bytes() for path in files},
        }


Make = Callable[..., Installation]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Make]:
    """Makes installations whose database is there but empty, on the engine of this run."""
    made: list[str] = []

    def make(engine: str = connection.vendor, template: str = "template0") -> Installation:
        name = f"test_{uuid.uuid4().hex[:12]}"
        data = tmp_path / name
        if engine == "sqlite":
            return Installation(data, "")
        _maintain(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append(name)
        return Installation(data, _url(name))

    yield make
    for name in made:
        _maintain(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Installation]]:
    """One filled installation for each engine of this run; copied, never used itself."""
    directory = tmp_path_factory.mktemp("seeded")
    ready = {"sqlite": Installation(directory / "sqlite", "")}
    name = f"test_seed_{uuid.uuid4().hex[:12]}"
    if connection.vendor == "postgresql":
        _maintain(f'CREATE DATABASE "{name}" TEMPLATE "template0"')
        ready["postgresql"] = Installation(directory / "postgresql", _url(name))
    for one in ready.values():
        assert one.run("migrate").returncode == 0
        one.python(SEED)
        done = one.run("backup", one.backup)
        assert (done.returncode, done.stderr) == (0, "")
    yield ready
    if connection.vendor == "postgresql":
        _maintain(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def filled(bare: Make, seeded: dict[str, Installation]) -> Make:
    """Makes installations with an organisation, two persons, five events and a file."""

    def make(engine: str = connection.vendor) -> Installation:
        pattern = seeded[engine]
        template = pattern.database_url.rpartition("/")[2] or "template0"
        copy = bare(engine, template=template)
        shutil.copytree(pattern.data, copy.data)
        return copy

    return make


def _url(name: str) -> str:
    settings = connection.settings_dict
    secret = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    host = quote(settings["HOST"], safe="")
    return f"postgres://{settings['USER']}{secret}@{host}{port}/{name}"


def _maintain(statement: str) -> None:
    """Run one statement beside the test database."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"] or None, user=settings["USER"],
        password=settings["PASSWORD"] or None, dbname="postgres", autocommit=True,
    ) as session:  # fmt: skip
        session.execute(statement.encode())


def _rows(rows: list[Any]) -> list[str]:
    """Rows as sorted texts; SQLite's numbers and texts stand for PostgreSQL's own types."""
    return sorted(str([_plain(value) for value in row]) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value[:1] in {"{", "["}:
        return json.loads(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value):
        return f"{value}.000000"
    return value
