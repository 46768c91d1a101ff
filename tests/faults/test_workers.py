"""Two workers at once, a worker killed in the middle, a clock that jumps: nothing twice, nothing
missed. All of them are real processes on a real database."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from aftercare.catalog.models import ProductModel, Unit
from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Alert, Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import make_cast
from tests.faults import processes

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=10)
CASES = 25
STEPS = {"warn 50%", "late", "late 2 h"}
pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
from datetime import datetime
from aftercare.worker import run
print("ready", flush=True)
sys.stdin.readline()
for moment in sys.argv[1:]:
    run.run_until_idle(datetime.fromisoformat(moment))
print("done", flush=True)
"""

STOPPING = """
import os
from datetime import datetime
from django.conf import settings
from aftercare.worker import run
os.environ["STOP_AT_EVENT"] = sys.argv[2]
settings.EVENTS_AT_ONCE = "tests.faults.stopping.at_once"
run.run_until_idle(datetime.fromisoformat(sys.argv[1]))
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
        report(made, number, MONDAY)
    return made


def report(agreement: Agreement, number: int, at: datetime) -> None:
    data = {"facts": {"severity": "1"}}
    reported = Happened("case.reported", f"case/{number}", at, SYSTEM, agreement.reference, data)
    with transaction.atomic():
        events.record(reported, recorded_at=at)


def assert_each_step_was_taken_once(at: datetime = LATER, cases: int = CASES) -> None:
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
    assert told == {(f"case/{number}", step): 1 for number in range(cases) for step in STEPS}
    leaders = Alert.objects.filter(step="late 2 h", commitment__promise="fix")
    assert leaders.count() == cases
    assert events.verify().broken is None
    assert list(replay(at)) == []


def work(*moments: datetime, workers: int = 1) -> None:
    """Let so many worker processes begin at once and work until nothing is left at each moment."""
    told = [moment.isoformat() for moment in moments]
    with processes.started(WORKER, *told, count=workers) as working:
        for worker in working:
            worker.says("ready")
        for worker in working:
            worker.tell()
        assert [worker.ends() for worker in working] == ["done\n"] * workers


def test_two_workers_at_once_take_each_step_once(agreement: Agreement) -> None:
    work(LATER, workers=2)
    assert_each_step_was_taken_once()


@pytest.mark.parametrize("event", [1, 2, 30])
def test_a_worker_killed_inside_a_step_leaves_nothing_of_it(
    agreement: Agreement, event: int
) -> None:
    """It stops after everything of the step was written and before it was committed."""
    with processes.started(STOPPING, LATER.isoformat(), str(event)) as [worker]:
        worker.says("in the middle")
        worker.kill()
    told = Event.objects.filter(kind__startswith="promise.")
    steps = Consequence.objects.exclude(step="open")
    assert told.count() == steps.count() < event
    assert events.verify().broken is None
    work(LATER)
    assert_each_step_was_taken_once()


def test_a_worker_killed_in_the_middle_holds_nobody_up(agreement: Agreement) -> None:
    """The other worker waits for the killed one's turn to end, not for ever."""
    with processes.started(STOPPING, LATER.isoformat(), "1") as [killed]:
        killed.says("in the middle")
        with processes.started(WORKER, LATER.isoformat()) as [other]:
            other.says("ready")
            other.tell()
            killed.kill()
            assert other.ends() == "done\n"
    assert_each_step_was_taken_once()


def test_workers_killed_at_any_time_have_done_each_step_wholly_or_not(
    agreement: Agreement,
) -> None:
    for seconds in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3):
        with processes.started(WORKER, LATER.isoformat()) as [worker]:
            worker.says("ready")
            worker.tell()
            time.sleep(seconds)
            worker.kill()
        assert events.verify().broken is None
        assert Consequence.objects.exclude(step="open").count() == (
            Event.objects.filter(kind__startswith="promise.").count()
        )
    work(LATER)
    assert_each_step_was_taken_once()


def test_a_clock_that_jumps_takes_each_step_once_and_misses_none(agreement: Agreement) -> None:
    """Years ahead, back before the beginning, and right again; cases reported after the clock
    went back get all their steps, too."""
    ahead, back = MONDAY + timedelta(days=3650), MONDAY - timedelta(days=30)
    work(MONDAY + timedelta(hours=3), ahead, back)
    report(agreement, CASES, MONDAY + timedelta(hours=4))
    work(back, LATER + timedelta(hours=4), workers=2)
    assert_each_step_was_taken_once(LATER + timedelta(hours=4), CASES + 1)


def test_two_workers_and_a_jumping_clock_make_each_occasion_once(agreement: Agreement) -> None:
    """Down for two years, then a clock that is four years ahead: each half year has one row."""
    model = ProductModel.objects.create(code="M1", name="设备")
    unit = Unit.objects.create(serial="S1", model=model, customer=agreement.customer)
    agreement.covers.create(unit=unit)
    signed = MONDAY.replace(year=2024)
    both = dict.fromkeys(("provider", "customer"), signed.isoformat())
    plans.record_milestone(
        unit, "acceptance.signed", occurred_at=signed, by=SYSTEM, at=signed,
        data={"signatures": both},
    )  # fmt: skip
    work(LATER, workers=2)
    work(MONDAY.replace(year=2030), signed, LATER, workers=2)
    visits = Commitment.objects.filter(promise="visits").order_by("number")
    assert [visit.number for visit in visits] == [1, 2, 3, 4]
    late = Counter(
        Consequence.objects.filter(commitment__in=visits).values_list("commitment_id", "step")
    )
    assert late == {(visit.pk, step): 1 for visit in visits for step in ("open", "late")}
    assert list(replay(LATER)) == []
