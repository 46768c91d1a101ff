"""The two addresses for machines: no session, no secrets, true answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from aftercare.web.health import LATE_AFTER_SECONDS
from aftercare.web.tests.conftest import Make
from aftercare.worker.models import Heartbeat


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")  # the database is out of bounds in this test
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "worker"),
    [
        (None, {"state": "unknown"}),
        (0, {"state": "alive"}),
        (LATE_AFTER_SECONDS + 30, {"state": "late"}),
    ],
)
def test_ready_tells_database_migrations_and_worker(
    ago: int | None, worker: dict[str, str], client: Client
) -> None:
    if ago is not None:
        Heartbeat.objects.create(worker="w", at=timezone.now() - timedelta(seconds=ago))
    answer = client.get("/readyz")
    report = answer.json()
    report["worker"].pop("seconds_since_beat", None)
    assert (answer.status_code, report) == (
        200,
        {"ready": True, "database": "reachable", "migrations": "applied", "worker": worker},
    )


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")


def test_not_ready_without_a_database_and_no_word_about_where_it_is(bare: Make) -> None:
    here = bare()
    here.database_url = "postgres://somebody:secret@127.0.0.1:9/nowhere"
    answer = here.python(
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/readyz')\n"
        "print(answer.status_code, answer.content.decode())\n"
    )
    assert answer == (
        '503 {"ready": false, "database": "unreachable", "migrations": "unknown", '
        '"worker": {"state": "unknown"}}\n'
    )
