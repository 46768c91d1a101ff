"""The web process killed with `kill -9` while it registers cases: what it had answered is there,
once; what it had not can be sent again; nothing is there by half."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from aftercare.api.tests.conftest import Program, make_token, make_world
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment
from aftercare.promises.replay import replay
from aftercare.web.demo.cast import make_cast
from tests.faults.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
REGISTERING = """
import django, json, sys
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
token, unit, first = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
for number in range(first, first + 1000):
    answer = Client().post("/api/v1/cases", json.dumps({
        "symptom": f"leak {number}", "unit": unit, "facts": {"severity": "1"},
    }), "application/json", headers={
        "Authorization": f"Bearer {token}", "Idempotency-Key": f"call-{number}",
    })
    print(number, answer.json()["number"], flush=True)
"""


def test_what_was_answered_is_there_and_nothing_is_there_by_half(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    world = make_world(make_cast())
    token = make_token(world.cast["agent"])
    answered: dict[int, str] = {}
    for round_ in range(3):
        answered |= _killed_after(0.3 + 0.3 * round_, token, world.unit.pk, 1000 * round_)
    assert answered
    cases = dict(Case.objects.values_list("symptom", "number"))
    assert {f"leak {number}": name for number, name in answered.items()}.items() <= cases.items()
    assert Case.objects.count() == len(cases) <= len(answered) + 3  # each round lost one answer
    _assert_whole()

    program = Program(token)
    for number, name in answered.items():
        body = {"symptom": f"leak {number}", "unit": world.unit.pk, "facts": {"severity": "1"}}
        again = program.post("/cases", body, Idempotency_Key=f"call-{number}")
        assert (again.content["number"], again.headers["Idempotency-Replayed"]) == (name, "true")
    assert Case.objects.count() == len(cases)


def _killed_after(seconds: float, token: str, unit: int, first: int) -> dict[int, str]:
    """Register until killed; the cases whose answer came out."""
    process = subprocess.Popen(
        [sys.executable, "-c", REGISTERING, token, str(unit), str(first)],
        env={**os.environ, "AFTERCARE_DATABASE_URL": database_url(), "AFTERCARE_LOG": "text"},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    lines = [process.stdout.readline()]  # the first answer takes long: everything is loaded
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    pairs = (line.split() for line in lines if line.endswith("\n"))
    return {int(number): name for number, name in pairs}


def _assert_whole() -> None:
    """Each case has its event and its promises, and the chain is unbroken."""
    references = sorted(case.reference for case in Case.objects.all())
    reported = Event.objects.filter(kind="case.reported").values_list("subject", flat=True)
    assert sorted(reported) == references
    promised = Commitment.objects.filter(promise="fix").values_list("subject", flat=True)
    assert sorted(promised) == references
    assert events.verify().broken is None
    assert list(replay(timezone.now())) == []
