"""What follows when a promise is late: every verb of the vocabulary does something real."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.catalog.models import Project
from aftercare.desk import actions as desk
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.language.vocabulary import VERBS
from aftercare.promises.models import Alert
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
LATE = MONDAY + timedelta(hours=5)
TELLING = {"notify": "notify manager", "escalate to": "escalate to manager",
           "report to leaders": "report to leaders"}  # fmt: skip
DOING = sorted(set(VERBS) - set(TELLING))
pytestmark = pytest.mark.django_db


def written(verb: str) -> str:
    return f"{verb} dealer" if VERBS[verb].takes_role else verb


def kinds_after(verb: str, cast: Cast, *, on_a_case: bool) -> list[str]:
    """The kinds of events that lateness brings when it asks for one action."""
    text = PLAN.replace("[offer loan unit, {after: 2 h, do: report to leaders}]", written(verb))
    late = f"within: 2 h, if_late: {written(verb)}}}"
    text = text.replace("until: training.held, within: 2 days}", f"until: training.held, {late}")
    text = text.replace("training: {from: acceptance.signed", "training: {from: project.completed")
    version = plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=MONDAY)
    customer = cast.organisations["customer"]
    project = Project.objects.create(number="P1", name="项目", customer=customer)
    agreement = plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[project],
        signed_on=MONDAY.date(), by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    if on_a_case:
        report = desk.Report(customer=customer, symptom="漏水", agreement=agreement,
                             facts={"severity": "1"})  # fmt: skip
        subject = desk.register_case(report, by=cast["agent"], at=MONDAY).case.reference
    else:
        subject = project.reference
        plans.record_milestone(project, "project.completed", occurred_at=MONDAY, by=SYSTEM,
                               at=MONDAY)  # fmt: skip
    for _ in range(2):
        run.run_until_idle(LATE)
    told = Event.objects.filter(subject=subject, recorded_at=LATE).exclude(
        kind__startswith="promise."
    )
    return list(told.values_list("kind", flat=True))


@pytest.mark.parametrize("on_a_case", [True, False])
@pytest.mark.parametrize("verb", DOING)
def test_every_late_action_leaves_one_record_of_its_own(
    cast: Cast, verb: str, on_a_case: bool
) -> None:
    assert len(kinds_after(verb, cast, on_a_case=on_a_case)) == 1


@pytest.mark.parametrize("verb", sorted(TELLING))
def test_telling_reaches_persons_and_the_record_says_whom(cast: Cast, verb: str) -> None:
    text = PLAN.replace("offer loan unit, {after: 2 h, do: report to leaders}", TELLING[verb])
    version = plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=MONDAY)
    customer = cast.organisations["customer"]
    agreement = plans.make_agreement(
        version, number="A1", title="样例", customer=customer, covers=[],
        signed_on=MONDAY.date(), by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    report = desk.Report(customer=customer, symptom="漏水", agreement=agreement,
                         facts={"severity": "1"})  # fmt: skip
    desk.register_case(report, by=cast["agent"], at=MONDAY)
    run.run_until_idle(LATE)
    overdue = Event.objects.get(kind="promise.overdue", data__promise="fix")
    alerted = Alert.objects.filter(step="late", commitment__promise="fix")
    assert overdue.data["told"] == [alert.person.reference for alert in alerted.order_by("id")]
    assert overdue.data["told"]
