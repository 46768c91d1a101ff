"""Backup and restore of whole installations, through the command line."""

import json
import resource
import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest
from django.db import connection

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
def backup(filled: Make, tmp_path: Path) -> Path:
    target = tmp_path / "backup.tar.gz"
    done = filled().run("backup", target)
    assert done.returncode == 0, done.stderr
    return target


def test_a_restored_installation_is_the_same(filled: Make, bare: Make, tmp_path: Path) -> None:
    old, new, target = filled(), bare(), tmp_path / "b.tar.gz"
    assert old.run("backup", target).returncode == 0
    done = new.run("restore", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert new.content() == old.content()
    assert new.run("events", "verify").stdout == old.run("events", "verify").stdout


def test_a_restored_installation_works_on(backup: Path, bare: Make) -> None:
    new = bare()
    assert new.run("restore", backup).returncode == 0
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


def test_data_is_replaced_only_when_asked_for(backup: Path, filled: Make, bare: Make) -> None:
    other, same = filled(), bare()
    other.python(WRITER.replace("while True", "for _ in range(1)"))
    (other.data / "files" / "new.txt").write_text("new")
    before = other.content()
    refused = other.run("restore", backup)
    assert refused.returncode == 1
    assert refused.stderr.startswith("There is data here already.")
    assert other.content() == before
    assert other.run("restore", backup, "--replace").returncode == 0
    assert same.run("restore", backup).returncode == 0
    assert other.content() == same.content() != before


def test_nothing_is_restored_under_a_running_server(backup: Path, bare: Make) -> None:
    new = bare()
    assert new.run("migrate").returncode == 0
    with new.start("worker") as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        refused = new.run("restore", backup)
        worker.terminate()
    assert refused.returncode == 1
    assert "stop" in refused.stderr


def _changed_event(installation: Installation) -> None:
    installation.python(
        "import django; django.setup()\n"
        "from aftercare.kit.models import Event\n"
        "Event.objects.filter(sequence=3).update(data={'text': '不漏'})\n"
    )


def test_a_changed_history_is_not_restored(filled: Make, tmp_path: Path) -> None:
    old, new, target = filled(), filled(), tmp_path / "b.tar.gz"
    _changed_event(old)
    assert old.run("backup", target).returncode == 0
    before = new.content()
    refused = new.run("restore", target, "--replace")
    assert refused.returncode == 1
    assert "row 3" in refused.stderr
    assert new.content() == before


def test_a_harmed_backup_changes_nothing(backup: Path, filled: Make) -> None:
    here = filled()
    before = here.content()
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) - 100])
    refused = here.run("restore", backup, "--replace")
    assert refused.returncode == 1
    assert "Nothing was changed." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert here.content() == before
    assert sorted(path.name for path in here.data.iterdir() if path.name[0] == ".") == []


def test_a_backup_of_a_newer_version_is_refused(filled: Make, bare: Make, tmp_path: Path) -> None:
    old, target = filled(), tmp_path / "b.tar.gz"
    old.python(
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('kit', '9999_from_the_future')\n"
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
    assert new.run("migrate").stdout == "The database is up to date.\n"


@pytest.mark.parametrize("name", ["b.zip", "b.tar.zst"])
def test_another_kind_of_file_is_refused(name: str, filled: Make, tmp_path: Path) -> None:
    refused = filled().run("backup", tmp_path / name)
    assert (refused.returncode, refused.stderr) == (1, "Name the backup with .tar.gz at its end.\n")


def test_an_existing_file_is_not_overwritten(backup: Path, filled: Make) -> None:
    before = backup.read_bytes()
    refused = filled().run("backup", backup)
    assert (refused.returncode, "exists" in refused.stderr) == (1, True)
    assert backup.read_bytes() == before


def test_a_full_disk_leaves_no_half_backup(filled: Make, tmp_path: Path) -> None:
    here, place = filled(), tmp_path / "place"
    place.mkdir()
    (here.data / "files" / "big").write_bytes(bytes(range(256)) * 40_000)
    limit = 3_000_000 if connection.vendor == "sqlite" else 40_000

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    refused = here.run("backup", place / "b.tar.gz", preexec_fn=small_disk)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert list(place.iterdir()) == []


def test_a_sqlite_installation_moves_to_postgresql(
    filled: Make, bare: Make, tmp_path: Path
) -> None:
    small, target = filled("sqlite"), tmp_path / "b.tar.gz"
    assert small.run("backup", target).returncode == 0
    here = bare()
    done = here.run("restore", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert here.content() == small.content()
    here.python(WRITER.replace("while True", "for _ in range(1)"))
    here.python(
        "import django; django.setup()\n"
        "from aftercare.people.models import Organisation\n"
        "Organisation.objects.create(kind='customer', code='next', name='next')\n"
    )


def test_a_backup_of_postgresql_does_not_fit_sqlite(
    backup: Path, bare: Make, tmp_path: Path
) -> None:
    refused = bare("sqlite").run("restore", backup)
    expected = (0, "") if connection.vendor == "sqlite" else (1, "AFTERCARE_DATABASE_URL")
    assert (refused.returncode, expected[1] in refused.stderr) == (expected[0], True)


def test_the_backup_of_sqlite_is_an_ordinary_database(filled: Make, tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    assert filled("sqlite").run("backup", target).returncode == 0
    with tarfile.open(target) as tar:
        tar.extract("database.sqlite3", tmp_path, filter="data")
    with sqlite3.connect(tmp_path / "database.sqlite3") as copy:
        assert copy.execute("SELECT count(*) FROM kit_event").fetchone() == (5,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
