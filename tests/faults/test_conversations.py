"""Many say something in one conversation at once, and two agents take one question at once."""

import uuid

import pytest
from django.utils import timezone

from aftercare.chat import actions
from aftercare.chat.models import Consultation, Remark
from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.web.demo.cast import make_cast
from tests.faults import processes

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = 25

SAYS = """
import uuid
from django.utils import timezone
from aftercare.chat import actions
from aftercare.chat.models import Consultation
from aftercare.chat.rules import Side
from aftercare.people.models import Person
side, count, seed = Side(sys.argv[1]), int(sys.argv[2]), uuid.UUID(sys.argv[3])
who = Person.objects.get(username=side.value)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    one = Consultation.objects.get()
    actions.say(one, f"{side} {number}", key=uuid.uuid5(seed, f"{side} {number}"), side=side,
                by=who, at=timezone.now())
print("done", flush=True)
"""
TAKES = """
from django.utils import timezone
from aftercare.chat import actions
from aftercare.chat.models import Consultation
from aftercare.kit.errors import Stale
from aftercare.people.models import Person
one, who = Consultation.objects.get(), Person.objects.get(username=sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    actions.take(one, by=who, at=timezone.now())
    print("won", flush=True)
except Stale as told:
    print(told.details["subject"], flush=True)
"""


@pytest.fixture
def asked() -> Consultation:
    cast, at = make_cast(), timezone.now()
    actions.come_on_duty(cast["agent"], at=at)
    customer = cast["customer"]
    question = actions.Question("如何导出", customer.name, customer=customer.organisation)
    return actions.ask(question, key=uuid.uuid4(), secret="x", by=customer, at=at)


def test_of_two_who_take_it_at_the_same_moment_one_wins_and_the_other_is_told(
    asked: Consultation,
) -> None:
    with (
        processes.started(TAKES, "agent") as [first],
        processes.started(TAKES, "dispatcher") as [second],
    ):
        for one in (first, second):
            one.says("ready")
        for one in (first, second):
            one.tell()
        assert sorted([first.ends(), second.ends()]) == [f"{asked.reference}\n", "won\n"]
    assert Event.objects.filter(kind="consultation.taken").count() == 1


def test_what_many_say_at_once_is_numbered_without_a_gap_and_kept_once(
    asked: Consultation,
) -> None:
    cast = make_cast()
    actions.take(asked, by=cast["agent"], at=timezone.now())
    seed = str(uuid.uuid4())
    with (
        processes.started(SAYS, "customer", str(MESSAGES), seed, count=2) as customers,
        processes.started(SAYS, "agent", str(MESSAGES), seed, count=2) as agents,
    ):
        everybody = [*customers, *agents]  # each says the same as its double, as after a reconnect
        for one in everybody:
            one.says("ready")
        for one in everybody:
            one.tell()
        assert [one.ends() for one in everybody] == ["done\n"] * 4
    said = list(Remark.objects.order_by("number").values_list("number", "text"))
    assert [number for number, _text in said] == list(range(1, 2 * MESSAGES + 2))
    assert len({text for _number, text in said}) == 2 * MESSAGES + 1
    for side in ("customer", "agent"):
        own = [text for _number, text in said if text.startswith(f"{side} ")]
        assert own == [f"{side} {number}" for number in range(MESSAGES)]
    assert Consultation.objects.get().last_number == 2 * MESSAGES + 1
    assert Event.objects.filter(kind="consultation.answered").count() == 1
    assert events.verify().broken is None
