"""The fifteen days of the law are told to whoever answers and to the head: before they run out, and
when they have; each once, whatever worker and clock do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from aftercare.complaints import actions, lawful
from aftercare.complaints import jobs as complaints
from aftercare.complaints.models import Complaint
from aftercare.desk import jobs as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, hour, kinds
from aftercare.kit.models import Event
from aftercare.promises.models import Alert

pytestmark = pytest.mark.django_db
DAY = 24.0


def day(count: float) -> datetime:
    """So many days after Monday, nine o'clock; the fifteen days end as the sixteenth begins."""
    return hour(count * DAY)


def told(kind: str) -> list[tuple[str, str]]:
    """Who was told, and of what."""
    rows = Alert.objects.filter(step=kind).order_by("subject", "person__username")
    return [(str(one.person.username), one.subject) for one in rows]


@pytest.fixture
def asked(stage: Stage, stand: Stand) -> Case:
    """A case of a household that the lead answers for."""
    unit = stage.unit("p06", customer="household", service="machinery")
    return stage.case(unit, responsible=stage.cast["lead"])


def test_a_case_is_told_three_days_before_and_when_it_is_over_each_once(
    stage: Stage, asked: Case, sign_in: SignIn, stand: Stand
) -> None:
    assert desk.remind_of_the_law(day(11)) == 0
    assert [desk.remind_of_the_law(day(13)) for _each in range(2)] == [1, 0]
    wanted = [("lead", asked.reference), ("manager", asked.reference)]
    assert told("delay.warned") == wanted
    assert told("delay.overdue") == []
    assert [desk.remind_of_the_law(day(16)) for _each in range(2)] == [1, 0]
    assert told("delay.overdue") == wanted
    assert desk.remind_of_the_law(day(2)) == 0  # a clock that was set back
    assert desk.remind_of_the_law(day(400)) == 0  # and one that ran ahead
    assert kinds(asked)[-2:] == ["delay.warned", "delay.overdue"]
    stand(16 * DAY)
    browser = sign_in("lead")
    assert "法定十五日已届满" in browser.get("/alerts").content.decode()
    alert = Alert.objects.get(person=stage.cast["lead"], step="delay.overdue")
    opened = browser.post(f"/alerts/{alert.pk}/open")
    assert opened.headers["Location"] == f"/cases/{asked.number}"
    page = browser.get(f"/cases/{asked.number}").content.decode()
    assert "法定十五日即将届满" in page


def test_a_worker_that_slept_tells_only_that_it_is_over(asked: Case) -> None:
    assert desk.remind_of_the_law(day(40)) == 1
    assert told("delay.warned") == []
    assert len(told("delay.overdue")) == 2


def test_what_is_solved_or_a_companys_is_not_told(stage: Stage, asked: Case) -> None:
    stage.case(stage.unit("p01"))
    Case.objects.filter(pk=asked.pk).update(solved_at=day(3), state="solved")
    assert desk.remind_of_the_law(day(40)) == 0


def test_a_complaint_is_told_to_its_investigator_and_the_heads_it_is_not_about(
    stage: Stage, stand: Stand, sign_in: SignIn
) -> None:
    taken = [complaint(stage, person=whom) for whom in (None, stage.cast["manager"])]
    actions.appoint_investigator(
        taken[0], stage.cast["quality"], by=stage.cast["manager"], at=day(1)
    )
    assert complaints.remind_of_the_law(day(13)) == 2
    first = taken[0].reference
    assert told("delay.warned") == [("manager", first), ("quality", first)]
    stand(13 * DAY)
    page = sign_in("quality").get("/alerts").content.decode()
    assert f"{taken[0].number} 迟迟不修" in page


def test_what_was_decided_in_time_is_not_late_when_it_is_looked_into_again(stage: Stage) -> None:
    one, manager = complaint(stage, person=None), stage.cast["manager"]
    actions.appoint_investigator(one, stage.cast["quality"], by=manager, at=day(1))
    actions.decide_complaint(
        one, finding="x", outcome="rejected", cause="other", decision="x", by=manager, at=day(3)
    )
    actions.move_complaint(
        one, "take_further", data={"reason": "不服"}, by=stage.cast["agent"], at=day(5)
    )
    actions.appoint_investigator(one, stage.cast["quality"], by=manager, at=day(6))
    assert [complaints.remind_of_the_law(day(count)) for count in (13, 20)] == [0, 0]
    assert not Event.objects.filter(kind="delay.overdue").exists()
    clock = lawful.clock_of(one)
    assert clock is not None
    assert not clock.runs
    assert list(lawful.pressing(Complaint.objects.all(), day(20))) == []


def complaint(stage: Stage, **more: Any) -> Complaint:
    about = "person" if more["person"] else "other"
    grievance = actions.Grievance("迟迟不修", about, "work", "王", **more)
    return actions.receive_complaint(grievance, by=stage.cast["agent"], at=hour(0)).complaint


def test_what_a_killed_worker_had_begun_is_told_by_the_next(asked: Case) -> None:
    with transaction.atomic():
        assert desk.remind_of_the_law(day(13)) == 1
        transaction.set_rollback(True)
    assert told("delay.warned") == []
    assert desk.remind_of_the_law(day(13)) == 1
    assert len(told("delay.warned")) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_it_once(asked: Case) -> None:
    with ThreadPoolExecutor() as pool:
        counts = list(pool.map(_remind_apart, [day(13)] * 4))
    assert sorted(counts) == [0, 0, 0, 1]
    assert Event.objects.filter(kind="delay.warned").count() == 1


def _remind_apart(at: datetime) -> int:
    try:
        return desk.remind_of_the_law(at)
    finally:
        connection.close()
