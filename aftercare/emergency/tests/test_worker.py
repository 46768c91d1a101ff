"""What the worker tells: who did not answer and what is overdue, each once, whatever the clock
does and wherever it is killed."""

from typing import Any

import pytest

from aftercare.desk.tests.stage import Stage, hour
from aftercare.emergency import actions, jobs
from aftercare.emergency.actions import convening
from aftercare.emergency.models import Incident, Measure
from aftercare.kit.models import Event
from aftercare.promises.models import Alert

pytestmark = pytest.mark.django_db
QUARTER = 0.25  # hours: the time to answer


@pytest.fixture
def incident(group: Stage) -> Incident:
    said = actions.Declared("机房断电", "全部业务中断")
    return actions.declare(said, by=group.cast["dispatcher"], at=hour(1))


def count(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def told(person: Any, kind: str) -> int:
    return Alert.objects.filter(person=person, step=kind).count()


def test_the_head_is_told_once_of_each_who_does_not_answer(
    group: Stage, incident: Incident
) -> None:
    cast = group.cast
    actions.say_here(incident, by=cast["lead"], at=hour(1.1))
    actions.say_here(incident, by=cast["agent"], at=hour(1.2))
    assert jobs.tend(hour(1 + QUARTER - 0.01)) == 0
    assert jobs.tend(hour(1 + QUARTER)) == 1
    missed = Event.objects.get(kind="incident.unanswered")
    assert missed.data["person"] == cast["technician"].reference
    assert told(cast["lead"], "incident.unanswered") == 1
    assert jobs.tend(hour(2)) == 0
    assert jobs.tend(hour(1)) == 0  # the clock was set back
    assert jobs.tend(hour(1 + QUARTER)) == 0
    assert count("incident.unanswered") == 1
    actions.say_here(incident, by=cast["technician"], at=hour(2))
    assert Event.objects.filter(kind="incident.answered").latest("sequence").data["late"]


def test_of_a_head_who_does_not_answer_the_managers_hear(group: Stage, incident: Incident) -> None:
    for name in ("technician", "agent"):
        actions.say_here(incident, by=group.cast[name], at=hour(1.1))
    assert jobs.tend(hour(9)) == 1
    assert told(group.cast["manager"], "incident.unanswered") == 1
    assert told(group.cast["lead"], "incident.unanswered") == 0


def test_killed_while_it_tells_it_has_told_nothing_and_tells_it_next_time(
    group: Stage, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process ends here."""

    def dies(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(convening, "tell", dies)
        with pytest.raises(Killed):
            jobs.tend(hour(2))
    assert (count("incident.unanswered"), told(group.cast["lead"], "incident.unanswered")) == (0, 0)
    assert not incident.summons.filter(missed_at__isnull=False).exists()
    assert jobs.tend(hour(2)) == 3
    assert count("incident.unanswered") == 3


def test_an_overdue_measure_is_told_to_owner_and_head_once_for_each_moment(
    group: Stage, incident: Incident
) -> None:
    cast = group.cast
    for one in incident.summons.all():
        actions.say_here(incident, by=one.person, at=hour(1.1))
    measure = actions.add_measure(
        incident, what="启动发电机", owner=cast["technician2"], due_at=hour(2), by=cast["agent"],
        at=hour(1),
    )  # fmt: skip
    assert jobs.tend(hour(1.9)) == 0
    assert jobs.tend(hour(2)) == 1
    assert jobs.tend(hour(3)) == jobs.tend(hour(1.5)) == jobs.tend(hour(2)) == 0
    assert told(cast["technician2"], "incident.measure-overdue") == 1
    assert told(cast["lead"], "incident.measure-overdue") == 1
    measure.refresh_from_db()
    actions.change_measure(
        measure, owner=cast["technician2"], due_at=hour(5), by=cast["agent"], at=hour(3)
    )
    assert jobs.tend(hour(4)) == 0
    assert jobs.tend(hour(5)) == 1
    assert count("incident.measure-overdue") == 2


def test_nothing_is_told_of_what_is_done_or_closed(group: Stage, incident: Incident) -> None:
    cast = group.cast
    measure = actions.add_measure(
        incident, what="x", owner=cast["agent"], due_at=hour(1.2), by=cast["agent"], at=hour(1)
    )
    actions.add_measure(
        incident, what="y", owner=cast["agent"], due_at=hour(1.2), by=cast["agent"], at=hour(1)
    )
    actions.end_measure(measure, "drop", result="不需要", by=cast["agent"], at=hour(1.1))
    report = actions.Report("误报", "核对", "无", "误报")
    actions.close_incident(incident, report, by=cast["lead"], at=hour(1.1))
    assert jobs.tend(hour(9)) == 0
    assert Measure.objects.filter(overdue_at__isnull=False).count() == 0
