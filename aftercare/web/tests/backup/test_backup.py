"""Backup and restore of whole installations, through the command line."""

import json
import os
import resource
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from aftercare.kit.errors import Refusal
from aftercare.web.backup import taking
from aftercare.web.tests.conftest import Installation, Make

WRITER = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from aftercare.kit import events
while True:
    with transaction.atomic():
        events.record(events.Happened("case.noted", "case/2", timezone.now(), events.SYSTEM))
    print("written", flush=True)
"""


@pytest.fixture
def backup(seeded: dict[str, Installation]) -> Path:
    """A backup of what `filled` makes."""
    return seeded[connection.vendor].backup


def test_a_restored_installation_is_the_same_and_works_on(
    backup: Path, filled: Make, bare: Make
) -> None:
    new = bare()
    done = new.run("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert new.content() == filled().content()
    new.python(WRITER.replace("while True", "for _ in range(3)"))
    assert new.run("events", "verify").stdout.startswith("8 events, unbroken.")


def test_a_backup_taken_while_others_write_is_of_one_moment(
    filled: Make, bare: Make, tmp_path: Path
) -> None:
    old, new, target = filled(), bare(), tmp_path / "b.tar.gz"
    with subprocess.Popen(
        [*old.command()[:1], "-c", WRITER], env=old.environment, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        done = old.run("backup", target)
        writer.kill()
    assert done.returncode == 0, done.stderr
    assert new.run("restore", target).returncode == 0
    verified = json.loads(new.run("events", "verify", "--json").stdout)
    with tarfile.open(target) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or pytest.fail("no manifest"))
    assert (verified["length"], verified["head"]) == (manifest["events"], manifest["head"])
    assert manifest["rows"]["kit_event"] == manifest["events"] > 5


def test_data_is_replaced_only_when_asked_for(backup: Path, filled: Make) -> None:
    other, same = filled(), filled()
    other.execute("UPDATE people_person SET name = 'other'")
    (other.data / "files" / "new.txt").write_text("new")
    before = other.content()
    refused = other.run("restore", backup)
    assert refused.returncode == 1
    assert refused.stderr.startswith("There is data here already.")
    assert other.content() == before
    assert other.run("restore", backup, "--replace").returncode == 0
    assert other.content() == same.content() != before


def test_nothing_is_restored_under_a_running_server(backup: Path, filled: Make) -> None:
    here = filled()
    with here.start("worker") as worker:
        assert worker.stdout is not None
        assert "worker_started" in worker.stdout.readline()
        refused = here.run("restore", backup, "--replace")
        worker.terminate()
    assert refused.returncode == 1
    assert refused.stderr.startswith("Aftercare is running")


def test_a_changed_history_is_not_restored(filled: Make, tmp_path: Path) -> None:
    old, new, target = filled(), filled(), tmp_path / "b.tar.gz"
    old.execute("UPDATE kit_event SET actor_name = 'other' WHERE sequence = 3")
    assert old.run("backup", target).returncode == 0
    before = new.content()
    refused = new.run("restore", target, "--replace")
    assert refused.returncode == 1
    assert "row 3" in refused.stderr
    assert new.content() == before


def test_a_harmed_backup_changes_nothing(backup: Path, filled: Make, tmp_path: Path) -> None:
    here, harmed = filled(), tmp_path / "harmed.tar.gz"
    before = here.content()
    whole = backup.read_bytes()
    harmed.write_bytes(whole[: len(whole) - 100])
    refused = here.run("restore", harmed, "--replace")
    assert refused.returncode == 1
    assert "Nothing was changed." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert here.content() == before
    assert sorted(path.name for path in here.data.iterdir() if path.name[0] == ".") == []


def test_a_backup_of_a_newer_version_is_refused(filled: Make, bare: Make, tmp_path: Path) -> None:
    old, target = filled(), tmp_path / "b.tar.gz"
    old.execute(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('kit', '9999_from_the_future', '2030-01-01 00:00:00')"
    )
    assert old.run("backup", target).returncode == 0
    refused = bare().run("restore", target)
    assert refused.returncode == 1
    assert "newer version" in refused.stderr


def test_an_older_backup_is_brought_up_to_date(filled: Make, bare: Make, tmp_path: Path) -> None:
    old, new, target = filled(), bare(), tmp_path / "b.tar.gz"
    old.python(
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'kit', '0002', verbosity=0)\n"
    )
    assert old.run("backup", target).returncode == 0
    done = new.run("restore", target)
    assert (done.returncode, done.stderr) == (0, "")
    applied = "SELECT app, name FROM django_migrations ORDER BY app, name"
    assert new.execute(applied) == filled().execute(applied)


@pytest.mark.parametrize("name", ["b.zip", "b.tar.zst"])
def test_another_kind_of_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"\.tar\.gz"):
        taking.back_up(tmp_path / name, at=timezone.now(), progress=print)


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    target.write_text("precious")
    with pytest.raises(Refusal) as refused:
        taking.back_up(target, at=timezone.now(), progress=print)
    assert refused.value.code == "exists"
    assert target.read_text() == "precious"


def test_a_full_disk_leaves_no_half_backup(filled: Make, tmp_path: Path) -> None:
    here, place = filled(), tmp_path / "place"
    place.mkdir()
    (here.data / "files" / "big").write_bytes(os.urandom(5_000_000))
    limit = 3_000_000

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    refused = here.run("backup", place / "b.tar.gz", preexec_fn=small_disk)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert list(place.iterdir()) == []


def test_a_sqlite_installation_moves_to_postgresql(
    seeded: dict[str, Installation], filled: Make, bare: Make
) -> None:
    here = bare()
    done = here.run("restore", seeded["sqlite"].backup)
    assert (done.returncode, done.stderr) == (0, "")
    assert here.content() == filled("sqlite").content()
    here.execute(  # numbers go on where they were
        "INSERT INTO people_organisation (revision, kind, code, name, phone, address, standing) "
        "VALUES (1, 'customer', 'next', 'next', '', '', 'normal')"
    )


def test_a_backup_of_postgresql_does_not_fit_sqlite(backup: Path, bare: Make) -> None:
    done = bare("sqlite").run("restore", backup)
    fits = connection.vendor == "sqlite"
    assert (done.returncode == 0, "AFTERCARE_DATABASE_URL" in done.stderr) == (fits, not fits)


def test_the_backup_of_sqlite_is_an_ordinary_database(
    seeded: dict[str, Installation], tmp_path: Path
) -> None:
    with tarfile.open(seeded["sqlite"].backup) as tar:
        database = tar.extractfile("database.sqlite3")
        assert database is not None
        (tmp_path / "database.sqlite3").write_bytes(database.read())
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM kit_event").fetchone() == (5,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
