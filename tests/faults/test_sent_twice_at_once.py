"""The same form, sent twice at once, has the effect of one; and nobody waits for ever over it."""

import uuid

import pytest
from django.utils import timezone

from aftercare.chat.models import Consultation
from aftercare.complaints.models import Complaint
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.emergency import actions as emergency
from aftercare.emergency.models import Incident, Summons
from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.mail.models import Letter
from aftercare.mail.tests.letters import make_mailbox, some_letters
from aftercare.outbound.models import Message
from aftercare.remote import actions as remote
from aftercare.remote.models import RemoteSession, SessionChange
from aftercare.web.demo.cast import Cast, make_cast
from tests.faults import processes

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8

BEGIN = """
import uuid
from django.utils import timezone
from aftercare.people.models import Person
who, mark, at = Person.objects.get(username="agent"), uuid.UUID(sys.argv[1]), timezone.now()
"""
GO = """
print("ready", flush=True)
sys.stdin.readline()
"""
COMPLAIN = f"""
{BEGIN}
from aftercare.complaints import actions
from aftercare.people.models import Organisation
whose = Organisation.objects.get(pk=sys.argv[2])
{GO}
for number in range({TIMES}):
    said = actions.Grievance("态度差", "other", "apology", "王", customer=whose)
    actions.receive_complaint(said, by=who, at=at, id=uuid.uuid5(mark, str(number)))
print("done", flush=True)
"""
DECLARE = f"""
{BEGIN}
from datetime import timedelta
from aftercare.emergency import actions, jobs
from aftercare.emergency.models import Incident
running = Incident.objects.get()
{GO}
for number in range({TIMES}):
    actions.declare(actions.Declared("断电", "x"), by=who, at=at,
                    id=uuid.uuid5(mark, f"declare {{number}}"))
    actions.draft_plan(running, "x", by=who, at=at, id=uuid.uuid5(mark, f"plan {{number}}"))
    actions.say_here(running, by=who, at=at)
    jobs.tend(at + timedelta(hours=1))
print("done", flush=True)
"""
REMOTE = f"""
{BEGIN}
from aftercare.desk.models import Case
from aftercare.remote import actions
from aftercare.remote.models import RemoteSession
case = Case.objects.get()
running = RemoteSession.objects.get()
{GO}
for number in range({TIMES}):
    actions.ask_for_session(case, purpose="x", scope="x", hours=1, by=who, at=at,
                            id=uuid.uuid5(mark, f"ask {{number}}"))
    actions.log_change(running, "x", by=who, at=timezone.now(), id=uuid.uuid5(mark, str(number)))
print("done", flush=True)
"""
ANSWER = f"""
{BEGIN}
from aftercare.mail import actions
from aftercare.mail.models import Letter
letter = Letter.objects.get(pk=sys.argv[2])
{GO}
for number in range({TIMES}):
    actions.answer_letter(letter, text="好", by=who, at=at, id=uuid.uuid5(mark, str(number)))
print("done", flush=True)
"""
RETRY = f"""
{BEGIN}
from aftercare.mail import actions
from aftercare.mail.models import Mailbox
box = Mailbox.objects.get()
{GO}
for number in range({TIMES * 4}):
    actions.retry_mailbox(box, by=who, at=timezone.now())
print("done", flush=True)
"""
READ = f"""
{BEGIN}
from aftercare.mail.models import Mailbox
from aftercare.mail.tests.letters import source, take
box = Mailbox.objects.get()
{GO}
for number in range({TIMES * 2}):
    take(box, source(str(number), Message_ID=f"<{{number}}.{{uuid.uuid4()}}@x.example>",
                     sender=f"{{uuid.uuid4()}}@x.example"))
print("done", flush=True)
"""
ASK = f"""
{BEGIN}
from aftercare.chat import actions
from aftercare.kit.events import SYSTEM
{GO}
for number in range({TIMES}):
    question = actions.Question("如何导出", "王", phone="13700000001")
    actions.ask(question, key=uuid.uuid5(mark, str(number)), secret=f"{{number}}",
                by=SYSTEM, at=timezone.now())
print("done", flush=True)
"""
REGISTER = f"""
{BEGIN}
from aftercare.desk import actions
from aftercare.people.models import Organisation
whose = Organisation.objects.get(pk=sys.argv[2])
{GO}
for number in range({TIMES * 2}):
    actions.register_case(actions.Report(customer=whose, symptom="停机"), by=who, at=timezone.now())
print("done", flush=True)
"""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def both(*scripts: tuple[str, str]) -> None:
    """Every script by two processes, all at once, each to its good end."""
    mark = str(uuid.uuid4())
    running = [processes.Process(script, mark, more) for script, more in scripts for _ in (1, 2)]
    try:
        for one in running:
            one.says("ready")
        for one in running:
            one.tell()
        assert [one.ends() for one in running] == ["done\n"] * len(running)
    finally:
        for one in running:
            one.close()
    assert events.verify().broken is None


def test_one_complaint(cast: Cast) -> None:
    both((COMPLAIN, str(cast["customer"].organisation_id)))
    assert Complaint.objects.count() == TIMES
    assert Event.objects.filter(kind="complaint.received").count() == TIMES


def test_one_incident_with_one_plan_and_nobody_told_twice(cast: Cast) -> None:
    at = timezone.now()
    for name in ("lead", "agent", "technician"):
        emergency.add_member(cast[name], by=cast["admin"], at=at)
    running = emergency.declare(emergency.Declared("x", "x"), by=cast["agent"], at=at)
    both((DECLARE, ""))
    assert Incident.objects.count() == TIMES + 1
    assert running.plans.count() == TIMES
    assert Event.objects.filter(kind="incident.answered").count() == 1
    late = Summons.objects.filter(missed_at__isnull=False).count()
    assert Event.objects.filter(kind="incident.unanswered").count() == late
    assert Message.objects.filter(template="incident-convened").count() == 3 * (TIMES + 1)


def test_one_remote_session_and_one_change(cast: Cast) -> None:
    at = timezone.now()
    report = desk.Report(customer=cast["customer"].organisation, symptom="停机")
    case = desk.register_case(report, by=cast["agent"], at=at).case
    running = remote.ask_for_session(
        case, purpose="x", scope="x", hours=1, by=cast["agent"], at=at
    ).session
    remote.answer_session(running, allowed=True, name="王", by=cast["customer"], at=at)
    remote.connect_session(running, by=cast["agent"], at=at)
    both((REMOTE, ""))
    assert RemoteSession.objects.count() == TIMES + 1
    assert SessionChange.objects.count() == TIMES


def test_one_answer_to_a_letter(cast: Cast) -> None:
    letter = some_letters(cast)[0]
    both((ANSWER, str(letter.pk)))
    assert Letter.objects.filter(direction="out").count() == TIMES
    assert Message.objects.count() == TIMES


def test_who_wants_a_mailbox_read_now_does_not_stop_the_worker_that_reads_it(cast: Cast) -> None:
    make_mailbox(cast)
    both((RETRY, ""), (READ, ""))
    assert Letter.objects.count() == 2 * 2 * TIMES


def test_questions_that_become_cases_and_cases_from_the_desk_do_not_wait_for_each_other(
    cast: Cast,
) -> None:
    both((ASK, ""), (REGISTER, str(cast["customer"].organisation_id)))
    assert Consultation.objects.filter(state="case").count() == TIMES
    assert Case.objects.count() == TIMES + 2 * 2 * TIMES
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [int(one.partition("-")[2]) for one in numbers] == list(range(1, len(numbers) + 1))
