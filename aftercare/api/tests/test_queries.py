"""How often the database is asked: little for a new case, and no more for a longer list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftercare.api.tests.conftest import World

MOST_FOR_A_CASE = 20  # token, key, verdict, clocks, chain, search entry and answer, all told


def count(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def report(world: World) -> dict[str, Any]:
    return {"symptom": "漏水", "unit": world.unit.pk, "facts": {"severity": "1"}}


def test_a_new_case_asks_little(world: World) -> None:
    program = world.program("agent")
    program.post("/cases", report(world))  # plans and tokens are looked up once
    asked = count(lambda: program.post("/cases", report(world), Idempotency_Key="k"))
    assert asked <= MOST_FOR_A_CASE


@pytest.mark.parametrize(
    "path", ["/cases", "/commitments", "/commitments?late=false", "/agreements", "/plans",
             "/events?subject=case/1"]
)  # fmt: skip
def test_a_longer_list_asks_no_more(world: World, path: str) -> None:
    program = world.program("admin")
    path = path.replace("case/1", program.post("/cases", report(world)).content["reference"])
    program.get(path)
    one = count(lambda: program.get(path))
    for _more in range(2):
        program.post("/cases", report(world))
    assert count(lambda: program.get(path)) == one <= 4
