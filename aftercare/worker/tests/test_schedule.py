"""What is done now and then: each in its own time, and one that fails alone."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from aftercare.mail import jobs as mail
from aftercare.worker import run, schedule
from aftercare.worker.schedule import SELDOM, Rounds

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def broken(_at: datetime) -> int:
    raise ValueError("a record nobody thought of")


def test_each_has_its_own_time_whatever_minute_it_is() -> None:
    often: list[datetime] = []
    seldom: list[datetime] = []
    rounds = Rounds({
        "often": (20 * SECOND, often.append), "seldom": (SELDOM, seldom.append),
    })  # fmt: skip
    begun = AT + timedelta(minutes=3, seconds=7)
    for passed in (0, 19, 20, 299, 300):
        rounds.make(begun + passed * SECOND)
    assert [(at - begun).seconds for at in often] == [0, 20, 299]
    assert [(at - begun).seconds for at in seldom] == [0, 300]


def test_a_clock_that_is_set_back_holds_up_nothing() -> None:
    done: list[datetime] = []
    rounds = Rounds({"one": (20 * SECOND, done.append)})
    rounds.make(AT)
    rounds.make(AT - timedelta(days=1))
    assert len(done) == 2


def test_one_that_fails_holds_up_no_other_and_waits_for_its_turn() -> None:
    done: list[datetime] = []
    rounds = Rounds({"broken": (20 * SECOND, broken), "next": (20 * SECOND, done.append)})
    for passed in (0, 1, 20):
        rounds.make(AT + passed * SECOND)
    assert done == [AT, AT + 20 * SECOND]


def test_while_the_database_is_away_nothing_counts_as_done() -> None:
    away, done = [True], list[datetime]()

    def once_there(at: datetime) -> None:
        if away.pop():
            away.append(False)
            raise OperationalError("the database is away")
        done.append(at)

    rounds = Rounds({"one": (20 * SECOND, once_there)})
    with pytest.raises(OperationalError):
        rounds.make(AT)
    rounds.make(AT + SECOND)
    assert done == [AT + SECOND]


@pytest.mark.django_db
def test_the_loop_keeps_promises_although_something_else_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, looked = threading.Event(), list[datetime]()

    def look(at: datetime) -> int:
        looked.append(at)
        stop.set()
        return 0

    monkeypatch.setattr(schedule, "NOW_AND_THEN", {"broken": (20 * SECOND, broken)})
    monkeypatch.setattr(schedule, "SENDING", {"broken": broken})
    monkeypatch.setattr(run, "run_once", look)
    monkeypatch.setattr(mail, "start_turn", lambda _at: False)
    run.run_forever(stop, idle_seconds=0.01)
    assert len(looked) == 1


def test_what_cannot_be_written_keeps_nothing_else_from_being_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schedule, "SENDING", {"broken": broken, "sent": lambda _at: 3})
    assert run.send_due(AT) == 3
