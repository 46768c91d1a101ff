"""Workers and people on the same cases at once: nobody waits for ever, nobody is turned away."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.promises.models import Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import make_cast
from tests.faults import processes

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=10)
CASES = 30
pytestmark = pytest.mark.django_db(transaction=True)

# Each move locks its case and then appends; each late promise appends and then locks the case.
DESK = """
from datetime import datetime, timedelta
from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.kit.errors import Stale
from aftercare.people.models import Person
print("ready", flush=True)
sys.stdin.readline()
agent, moment = Person.objects.get(username="agent"), datetime.fromisoformat(sys.argv[1])
for number, verb in enumerate(["guide", "connect", "guide", "connect"]):
    for key in Case.objects.order_by("id").values_list("pk", flat=True):
        for attempt in range(20):
            case = Case.objects.get(pk=key)
            try:
                actions.move_case(case, verb, by=agent, at=moment + timedelta(seconds=number))
            except Stale:  # the worker was first; look again, as a person would
                continue
            break
print("done", flush=True)
"""
WORKER = """
from datetime import datetime
from aftercare.worker import run
print("ready", flush=True)
sys.stdin.readline()
run.run_until_idle(datetime.fromisoformat(sys.argv[1]))
print("done", flush=True)
"""


@pytest.fixture
def cases() -> list[Case]:
    cast = make_cast()
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=MONDAY)
    customer = cast.organisations["customer"]
    agreement = plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[],
        signed_on=MONDAY.date(), by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    report = desk.Report(
        customer=customer, symptom="不制冷", agreement=agreement, facts={"severity": "1"}
    )
    return [desk.register_case(report, by=cast["agent"], at=MONDAY).case for _ in range(CASES)]


def test_workers_and_people_on_the_same_cases_never_block_each_other(cases: list[Case]) -> None:
    moment = LATER.isoformat()
    with (
        processes.started(WORKER, moment, count=2) as workers,
        processes.started(DESK, moment, count=2) as people,
    ):
        together = [*people, *workers]
        for one in together:
            one.says("ready")
        for one in together:
            one.tell()
        assert [one.ends() for one in together] == ["done\n"] * 4
    processes.run("from datetime import datetime\nfrom aftercare.worker import run\n"
                  "run.run_until_idle(datetime.fromisoformat(sys.argv[1]))", moment)  # fmt: skip
    assert Case.objects.filter(loan="offered").count() == CASES
    late = Commitment.objects.filter(promise="fix")
    assert Consequence.objects.filter(commitment__in=late, step="late").count() == CASES
    assert Event.objects.filter(kind="case.guided").count() == 4 * CASES
    assert Event.objects.filter(kind="case.connected").count() == 4 * CASES
    assert events.verify().broken is None
    assert list(replay(LATER)) == []
