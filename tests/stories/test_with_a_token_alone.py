"""From the plan to the closed case through the API alone: what `curl` with a token can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from aftercare.api import limits
from aftercare.api.tests.conftest import Program, make_token
from aftercare.kit import events
from aftercare.web.demo.cast import Cast
from aftercare.web.environment import ROOT

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


@pytest.fixture
def clock() -> Any:
    """The time, which the story moves on."""
    limits.forget()
    with time_machine.travel(MONDAY, tick=False) as travelling:
        yield travelling


@dataclass
class Sender:
    """A program that sends everything twice, as one does that got no answer."""

    program: Program
    count: int = 0

    def made(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        self.count += 1
        key = f"step-{self.count}"
        reply = self.program.post(path, body, Idempotency_Key=key, **headers)
        assert reply.status in {200, 201}, reply.content
        again = self.program.post(path, body, Idempotency_Key=key, **headers)
        assert (again.content, again.headers["Idempotency-Replayed"]) == (reply.content, "true")
        return reply.content


def load(program: Program, made: Callable[..., Any]) -> Any:
    """Check, be told a mistake, load."""
    text = (ROOT / "plans" / "p01-building-systems.yaml").read_text(encoding="utf-8")
    assert program.post("/plans/check", {"text": text}).content["loadable"] is True
    broken = program.post("/plans", {"text": text.replace("within:", "witin:", 1)})
    assert (broken.status, broken.code) == (422, "plan-faults")
    assert broken.content["faults"][0]["line"] > 1
    version = made("/plans", {"text": text, "name": "p01.yaml"})
    assert (version["plan"], version["number"]) == ("building-systems", 1)
    return version


def agree(made: Callable[..., Any], version: Any) -> Any:
    """A new customer with a unit under an agreement, accepted by both; gives the unit."""
    customer = made("/organisations", {"code": "N9", "name": "新华商场", "kind": "customer"})
    site = made("/sites", {"customer": customer["id"], "name": "一号楼", "address": "新华路 1 号"})
    model = made("/products", {"code": "CH-9", "name": "冷水机组", "product_class": "hvac"})
    project = made("/projects", {"customer": customer["id"], "number": "XM-9", "name": "空调工程",
                                 "site": site["id"], "began_on": "2025-11-01"})  # fmt: skip
    unit = made("/units", {"customer": customer["id"], "model": model["id"], "serial": "SN-9",
                           "site": site["id"], "project": project["id"]})  # fmt: skip
    agreement = made("/agreements", {
        "number": "HT-9", "title": "空调工程", "plan": version["plan"], "version": 1,
        "customer": customer["id"], "signed_on": "2025-11-01",
        "covers": [{"project": project["id"]}],
    })  # fmt: skip
    signed = "2026-01-15T02:00:00Z"
    made(f"/agreements/{agreement['id']}/milestones", {
        "kind": "acceptance.signed", "occurred_at": signed, "subject": f"project/{project['id']}",
        "data": {"signatures": {"provider": signed, "customer": signed}},
    })  # fmt: skip
    return unit


def test_a_plan_is_loaded_and_a_case_under_it_closed(cast: Cast, clock: Any) -> None:
    program = Program(make_token(cast["admin"]))
    made = Sender(program).made
    unit = agree(made, load(program, made))
    asked = program.get(f"/coverage?unit={unit['id']}&cause=product").content
    assert asked["verdict"]["covered"] == "yes"
    case = made("/cases", {"symptom": "机组停机", "unit": unit["id"], "source": "phone",
                           "facts": {"needs": "visit", "cause": "product"}})  # fmt: skip
    running = program.get(f"/commitments?subject={case['reference']}&state=open").content["items"]
    assert {row["promise"] for row in running} >= {"fix"}
    told = program.get(f"/commitments/{running[0]['id']}/explanation").content
    assert "P01-" in str(told)

    address = f"/cases/{case['number']}"
    stale = program.get(address).headers["ETag"]

    def move(name: str, minutes: int, **data: Any) -> None:
        clock.shift(minutes * 60)
        made(f"{address}/moves", {"move": name, "data": data},
             If_Match=program.get(address).headers["ETag"])  # fmt: skip

    move("answer", 10)
    refused = program.post(f"{address}/moves", {"move": "arrange"}, If_Match=stale)
    assert (refused.status, refused.content["changes"][0]["kind"]) == (412, "case.answered")
    assert program.post(f"{address}/moves", {"move": "arrange"}).status == 428
    move("arrange", 10)
    clock.shift(30 * 60)
    made(f"{address}/records", {"kind": "visit.arrived"}, If_Match="*")
    move("solve", 60, solution="更换接触器")
    move("confirm", 60)
    move("close", 60)
    closed = program.get(address).content
    assert closed["state"] == "closed"
    kept = program.get(f"/commitments?subject={case['reference']}").content["items"]
    assert {row["promise"]: row["state"] for row in kept}["fix"] == "kept"
    history = program.get(f"/events?subject={case['reference']}").content["items"]
    assert history[0]["kind"] == "case.reported"
    assert events.verify().broken is None
