"""Two workers at once, and a worker killed in the middle: nothing twice, nothing missed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import make_cast
from aftercare.worker import run

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=10)
CASES = 25
STEPS = {"warn 50%", "late", "late 2 h"}
pytestmark = pytest.mark.django_db(transaction=True)

KILLED_WORKER = """
import django, sys
django.setup()
from datetime import datetime
from aftercare.worker import run
print("ready", flush=True)
run.run_until_idle(datetime.fromisoformat(sys.argv[1]))
print("done", flush=True)
"""


@pytest.fixture
def agreement() -> Agreement:
    customer = make_cast().organisations["customer"]
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=MONDAY)
    made = plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[],
        signed_on=MONDAY.date(), by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    for number in range(CASES):
        with transaction.atomic():
            data = {"facts": {"severity": "1"}}
            reported = Happened(
                "case.reported", f"case/{number}", MONDAY, SYSTEM, made.reference, data
            )
            events.record(reported, recorded_at=MONDAY)
    return made


def assert_each_step_was_taken_once() -> None:
    fixes = Commitment.objects.filter(promise="fix")
    taken = Counter(
        Consequence.objects.filter(commitment__in=fixes).values_list("commitment_id", "step")
    )
    assert taken == {(fix.pk, step): 1 for fix in fixes for step in STEPS}
    told = Counter(
        (event.subject, event.data["step"])
        for event in Event.objects.filter(kind__startswith="promise.")
        if event.data["promise"] == "fix"
    )
    assert told == {(f"case/{number}", step): 1 for number in range(CASES) for step in STEPS}
    assert events.verify().broken is None
    assert list(replay(LATER)) == []


def test_two_workers_at_once_take_each_step_once(agreement: Agreement) -> None:
    failures: list[BaseException] = []
    gate = threading.Barrier(2)

    def work() -> None:
        try:
            gate.wait()
            run.run_until_idle(LATER)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert_each_step_was_taken_once()


def test_a_worker_killed_in_the_middle_has_done_each_step_wholly_or_not(
    agreement: Agreement, django_db_blocker: DjangoDbBlocker
) -> None:
    for seconds in (0.05, 0.1, 0.15, 0.2, 0.3):
        worker = _start_worker()
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    worker = _start_worker()
    output, _errors = worker.communicate(timeout=60)
    assert output == "ready\ndone\n"
    assert_each_step_was_taken_once()


def _start_worker() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", KILLED_WORKER, LATER.isoformat()],
        env={**os.environ, "AFTERCARE_DATABASE_URL": _database_url(), "AFTERCARE_LOG": "text"},
        stdout=subprocess.PIPE,
        text=True,
    )


def _database_url() -> str:
    current = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{current['NAME']}"
    from urllib.parse import quote

    host = quote(current["HOST"], safe="")
    secret = f":{quote(current['PASSWORD'], safe='')}" if current["PASSWORD"] else ""
    return f"postgres://{current['USER']}{secret}@{host}:{current['PORT']}/{current['NAME']}"
