"""Promises and the history through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftercare.api.tests.conftest import Program, World
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment


@pytest.fixture
def manager(world: World) -> Program:
    return world.program("manager")


def report(program: Program, world: World, hours: float = 0) -> dict[str, Any]:
    at = timezone.now() - timedelta(hours=hours)
    body = {"symptom": "漏水", "unit": world.unit.pk, "facts": {"severity": "1"},
            "reported_at": at.isoformat()}  # fmt: skip
    return dict(program.post("/cases", body).content)


def promises(program: Program, query: str = "") -> list[str]:
    return [one["promise"] for one in program.get(f"/commitments{query}").content["items"]]


def test_filters_find_what_is_due_and_the_most_urgent_first(manager: Program, world: World) -> None:
    case = report(manager, world, hours=2)
    now = timezone.now()
    soon = (now + timedelta(hours=3)).isoformat().replace("+", "%2B")
    assert promises(manager, f"?due_before={soon}&state=open&promise=fix") == ["fix"]
    assert promises(manager, "?late=true") == ["answer"]
    assert promises(manager, f"?subject={case['reference']}&due_before={soon}")[:2] == [
        "answer", "fix",
    ]  # fmt: skip
    assert promises(manager, f"?agreement={world.other_agreement.pk}") == []
    [late] = manager.get("/commitments?late=true").content["items"]
    assert (late["is_late"], late["state"], late["target"]) == (True, "open", "30 min")


def test_pages_by_due_moment_go_on_where_the_last_ended(manager: Program, world: World) -> None:
    for hours in (1, 2, 3):
        report(manager, world, hours=hours)
    path, found = "/commitments?limit=2&due_after=2026-01-01T00:00:00Z", []
    while path:
        reply = manager.get(path)
        found += [one["id"] for one in reply.content["items"]]
        path = reply.headers.get("Link", "").partition("<")[2].partition(">")[0]
        path = path.removeprefix("/api/v1")
    rows = Commitment.objects.filter(due_at__isnull=False).order_by("due_at", "id")
    assert found == list(rows.values_list("pk", flat=True))
    assert len(found) == 9


def test_an_explanation_can_be_checked_with_a_pencil(manager: Program, world: World) -> None:
    report(manager, world)
    fix = Commitment.objects.get(promise="fix")
    reply = manager.get(f"/commitments/{fix.pk}/explanation")
    told = reply.content
    assert told["commitment"]["id"] == fix.pk
    assert told["started_by"]["sequence"] == fix.started_by
    assert [line["kind"] for line in told["lines"]][-1] == "ends"
    assert sum(line["counted"] for line in told["lines"] if line["kind"] == "open") == (
        4 * 3600 * 10**6
    )
    assert all(line["text"] in told["text"] for line in told["lines"])
    chinese = manager.get(f"/commitments/{fix.pk}/explanation", Accept_Language="zh")
    assert chinese.content["text"] != told["text"]


@pytest.mark.parametrize(("verb", "state"), [("waive", "waived"), ("void", "void")])
def test_a_promise_is_let_go_with_a_reason_and_once(
    manager: Program, world: World, verb: str, state: str
) -> None:
    report(manager, world)
    fix = Commitment.objects.get(promise="fix")
    path = f"/commitments/{fix.pk}"
    seen = manager.get(path).headers["ETag"]
    assert manager.post(f"{path}/{verb}", {"reason": " "}, If_Match=seen).wrong == ["#/reason"]
    done = manager.post(f"{path}/{verb}", {"reason": "客户同意"}, If_Match=seen)
    assert (done.status, done.content["state"]) == (200, state)
    assert Event.objects.filter(kind__startswith="promise.", data__reason="客户同意").count() == 1
    again = manager.post(f"{path}/{verb}", {"reason": "x"}, If_Match=seen)
    assert (again.status, again.code) == (412, "stale")
    last = manager.post(f"{path}/{verb}", {"reason": "x"}, If_Match=done.headers["ETag"])
    assert (last.status, last.code) == (422, "wrong-state")


def test_a_clock_that_stands_still_is_seen_at_once(manager: Program, world: World) -> None:
    case = report(manager, world)
    fix = Commitment.objects.get(promise="fix")
    seen = manager.get(f"/commitments/{fix.pk}").headers["ETag"]
    wait = {"move": "wait", "data": {"reason": "customer"}}
    assert manager.post(f"/cases/{case['number']}/moves", wait, If_Match="*").status == 200
    reply = manager.get(f"/commitments/{fix.pk}", If_None_Match=seen)
    assert (reply.status, reply.content["state"], reply.content["due_at"]) == (200, "paused", None)
    assert reply.content["pauses"][0]["reason"] == "customer"


def test_who_remembers_the_last_sequence_misses_nothing(world: World, manager: Program) -> None:
    case = report(manager, world)
    subject = f"subject={case['reference']}"
    first = manager.get(f"/events?{subject}").content["items"]
    last = first[-1]["sequence"]
    manager.post(f"/cases/{case['number']}/notes", {"text": "a"})
    manager.post(f"/cases/{case['number']}/notes", {"text": "b"})
    new = manager.get(f"/events?{subject}&after={last}").content["items"]
    assert [one["data"]["text"] for one in new] == ["a", "b"]
    reported = manager.get(f"/events?{subject}&kind=case.reported").content["items"]
    assert [one["kind"] for one in reported] == ["case.reported"]
    paged = manager.get(f"/events?{subject}&limit=1")
    assert (len(paged.content["items"]), paged.content["next"] is None) == (1, False)


def test_an_event_has_one_name_for_ever(world: World, manager: Program) -> None:
    case = report(manager, world)
    body = {"subject": case["reference"], "kind": "case.contacted",
            "occurred_at": timezone.now().isoformat(),
            "id": "7f0c2b9e-5f1d-4a55-9e8e-5b2f6c1f9a10"}  # fmt: skip
    first = manager.post("/events", body)
    assert (first.status, first.content["id"]) == (201, body["id"])
    assert manager.post("/events", body).content["sequence"] == first.content["sequence"]
    other = manager.post("/events", {**body, "kind": "case.called_back"})
    assert (other.status, other.code) == (422, "id-used")
    assert manager.post("/events", {**body, "id": "x"}).wrong == ["#/id"]


def test_a_milestone_of_a_unit_is_refused_before_it_was_made(
    world: World, manager: Program
) -> None:
    body = {"subject": world.unit.reference, "kind": "training.held"}
    for at, code in (("2025-12-01T00:00:00Z", "too-early"), ("2126-01-01T00:00:00Z", "future")):
        reply = manager.post("/events", {**body, "occurred_at": at})
        assert (reply.status, reply.code) == (422, code)
    unknown = {**body, "kind": "unit.exploded", "occurred_at": "2026-02-01T00:00:00Z"}
    assert manager.post("/events", unknown).wrong == ["#/kind"]
