"""`Idempotency-Key`: sent again, also at the same moment, it is not done again."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from aftercare.api import jobs
from aftercare.api.models import GivenAnswer
from aftercare.api.tests.conftest import Program, Reply, World, make_world
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit import events
from aftercare.web.demo.cast import make_cast

REPORT = {"symptom": "漏水", "facts": {"severity": "1"}}


def register(program: Program, world: World, key: str = "k-1", **more: Any) -> Reply:
    body = {**REPORT, "unit": world.unit.pk, **more}
    return program.post("/cases", body, Idempotency_Key=key)


def told(reply: Reply) -> tuple[Any, ...]:
    names = ("ETag", "Location", "Content-Type")
    return (reply.status, reply.content, *(reply.headers.get(name) for name in names))


def test_the_same_request_gets_the_same_answer(world: World) -> None:
    program = world.program("agent")
    first, again = register(program, world), register(program, world)
    assert told(first) == told(again)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_the_order_of_the_fields_and_the_quotes_of_the_key_do_not_matter(world: World) -> None:
    program = world.program("agent")
    register(program, world)
    body = {"unit": world.unit.pk, **dict(reversed(REPORT.items()))}
    assert program.post("/cases", body, Idempotency_Key='"k-1"').status == 201
    assert Case.objects.count() == 1


@pytest.mark.parametrize("change", [{"symptom": "停机"}, {"description": "x"}])
def test_the_same_key_for_another_request_is_refused(world: World, change: dict[str, str]) -> None:
    program = world.program("agent")
    register(program, world)
    reply = register(program, world, **change)
    assert (reply.status, reply.code, reply.wrong) == (422, "key-reused", ["Idempotency-Key"])
    elsewhere = program.post("/plans/check", {"text": "x"}, Idempotency_Key="k-1")
    assert (elsewhere.status, elsewhere.code) == (422, "key-reused")


def test_another_program_may_use_the_same_key(world: World) -> None:
    for _one in range(2):
        assert register(world.program("agent"), world).status == 201
    assert Case.objects.count() == 2


def test_what_was_refused_may_be_mended_under_the_same_key(world: World) -> None:
    program = world.program("agent")
    assert register(program, world, symptom=" ").status == 422
    assert GivenAnswer.objects.count() == 0
    assert register(program, world).status == 201


@pytest.mark.parametrize("key", ["a" * 129, "ä", "a b"])
def test_a_key_that_is_none_is_refused(world: World, key: str) -> None:
    reply = register(world.program("agent"), world, key)
    assert (reply.status, reply.code) == (400, "bad-key")


def test_effect_and_answer_are_kept_together_or_not_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = world.program("agent")

    def broken(*_arguments: Any, **_more: Any) -> None:
        raise RuntimeError("killed here")

    with monkeypatch.context() as patch:
        patch.setattr("aftercare.desk.api.doing.case_item", broken)
        assert register(program, world).status == 500
    assert (Case.objects.count(), GivenAnswer.objects.count()) == (0, 0)
    assert events.verify().broken is None
    assert register(program, world).status == 201


def test_answers_are_kept_for_two_days(world: World) -> None:
    program = world.program("agent")
    register(program, world, "old")
    register(program, world, "new")
    now = timezone.now()
    GivenAnswer.objects.filter(key="old").update(made_at=now - timedelta(hours=49))
    assert jobs.forget_old_answers(now) == 1
    assert [row.key for row in GivenAnswer.objects.all()] == ["new"]


def at_once(works: list[Callable[[], Reply]]) -> list[Reply]:
    """Each in a thread with its own connection, all let go at the same moment."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Reply]) -> Reply:
        gate.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(run, work) for work in works]]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_is_done_and_all_get_its_answer() -> None:
    world = make_world(make_cast())
    token = world.program("agent").token
    replies = at_once([lambda: register(Program(token), world) for _one in range(6)])
    assert {told(reply)[0] for reply in replies} == {201}
    assert len({reply.headers["Location"] for reply in replies}) == 1
    assert sum("Idempotency-Replayed" in reply.headers for reply in replies) == 5
    assert (Case.objects.count(), events.verify().broken) == (1, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_different_requests_with_one_key_only_one_is_done() -> None:
    world = make_world(make_cast())
    token = world.program("agent").token
    replies = at_once(
        [partial(register, Program(token), world, symptom=symptom) for symptom in ("甲", "乙")]
    )
    assert sorted(reply.status for reply in replies) == [201, 422]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_case_from_the_same_revision_one_is_told_so() -> None:
    world = make_world(make_cast())
    token = world.program("agent").token
    case = register(Program(token), world).content
    path, seen = f"/cases/{case['number']}/moves", '"1"'
    replies = at_once(
        [lambda: Program(token).post(path, {"move": "answer"}, If_Match=seen) for _one in range(2)]
    )
    assert sorted(reply.status for reply in replies) == [200, 412]


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_never_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is held up in the middle of its transaction until the second has begun."""
    world = make_world(make_cast())
    token = world.program("agent").token
    entered, original = Barrier(2), desk.register_case
    waits = iter([0.5])

    def slow(*arguments: Any, **more: Any) -> Any:
        done = original(*arguments, **more)
        for seconds in waits:
            entered.wait(timeout=5)
            time.sleep(seconds)
        return done

    monkeypatch.setattr("aftercare.desk.api.doing.actions.register_case", slow)

    def second() -> Reply:
        entered.wait(timeout=5)
        return register(Program(token), world)

    replies = at_once([lambda: register(Program(token), world), second])
    assert [reply.status for reply in replies] == [201, 201]
    assert told(replies[0]) == told(replies[1])
    assert (Case.objects.count(), connection.in_atomic_block) == (1, False)
