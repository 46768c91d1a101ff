"""Cases through the API: registered with their clocks, moved, and never overwritten unseen."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aftercare.api.tests.conftest import Program, Reply, World
from aftercare.desk.api.shapes import NewMove
from aftercare.desk.models import Case
from aftercare.desk.states import MOVES
from aftercare.kit.models import Event

FACTS = {"severity": "1"}


@pytest.fixture
def desk(world: World) -> Program:
    return world.program("agent")


def register(program: Program, world: World, **more: Any) -> Reply:
    body = {"symptom": "漏水", "unit": world.unit.pk, "facts": FACTS, **more}
    return program.post("/cases", body)


def test_a_report_becomes_a_case_with_its_clocks(desk: Program, world: World) -> None:
    reply = register(desk, world, description="一楼", reporter_name="张伟")
    assert reply.status == 201
    case = reply.content
    assert reply.headers["Location"] == f"/api/v1/cases/{case['number']}"
    assert (case["state"], case["source"], case["facts"]["zone"]) == ("registered", "api", "city")
    assert case["customer"] == {"id": world.unit.customer_id, "name": world.unit.customer.name}
    assert case["agreement"] == {"id": world.agreement.pk, "number": "A-1"}
    due = {one["promise"]: (one["state"], one["target"]) for one in case["commitments"]}
    assert due == {
        "answer": ("open", "30 min"), "fix": ("open", "4 h"), "office-fix": ("open", "4 h"),
    }  # fmt: skip
    again = desk.get(f"/cases/{case['number']}")
    assert again.content == case
    assert again.headers["ETag"] == reply.headers["ETag"]


def test_what_does_not_belong_to_the_customer_is_refused(desk: Program, world: World) -> None:
    reply = register(desk, world, site=world.site.pk, customer=world.other_unit.customer_id)
    assert (reply.status, reply.wrong) == (422, ["#/unit"])
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"symptom": "  "}, "#/symptom", "refused"),
        ({"unit": 10**9}, "#/unit", "refused"),
        ({"source": "pigeon"}, "#/source", "refused"),
        ({"facts": {"cause": "gremlins"}}, "#/facts/cause", "refused"),
        ({"facts": {"kind": "fault"}}, "#/facts/kind", "refused"),
        ({"agreed_for": "2026-01-01T00:00:00Z"}, "#/agreed_for", "refused"),
        ({"reported_at": "2126-01-01T00:00:00Z"}, "#/reported_at", "future"),
        ({"reported_at": "2020-01-01T00:00:00Z"}, "#/reported_at", "too-early"),
        ({"reported_at": "2026-11-20 08:00"}, "#/reported_at", "invalid"),
        ({"reported_at": 1_700_000_000}, "#/reported_at", "invalid"),
        ({"unit": "17"}, "#/unit", "invalid"),
        ({"unit": 0}, "#/unit", "invalid"),
        ({"unit": True}, "#/unit", "invalid"),
        ({"colour": "red"}, "#/colour", "invalid"),
    ],
)
def test_each_mistake_of_a_report_is_named(
    desk: Program, world: World, change: dict[str, Any], pointer: str, code: str
) -> None:
    reply = register(desk, world, **change)
    assert (reply.status, reply.wrong, reply.code) == (422, [pointer], code)
    assert (Case.objects.count(), Event.objects.filter(kind="case.reported").count()) == (0, 0)


def test_a_case_goes_its_way_with_the_etag_of_each_answer(desk: Program, world: World) -> None:
    reply = register(desk, world)
    path = f"/cases/{reply.content['number']}"
    for move, data, state in (
        ("answer", {}, "answered"),
        ("wait", {"reason": "customer"}, "waiting"),
        ("resume", {}, "answered"),
        ("solve", {"solution": "换了垫圈"}, "solved"),
        ("confirm", {}, "confirmed"),
    ):
        reply = desk.post(
            f"{path}/moves", {"move": move, "data": data}, If_Match=reply.headers["ETag"]
        )
        assert (reply.status, reply.content["state"]) == (200, state)
    fix = [one["state"] for one in reply.content["commitments"] if one["promise"] == "fix"]
    assert fix == ["kept"]
    assert [one["move"] for one in reply.content["moves"]] == ["close", "reopen"]


def test_the_second_of_two_is_told_what_the_record_is_now(desk: Program, world: World) -> None:
    first = register(desk, world)
    path, seen = f"/cases/{first.content['number']}", first.headers["ETag"]
    assert desk.post(f"{path}/moves", {"move": "answer"}, If_Match=seen).status == 200
    second = desk.patch(path, {"facts": {"severity": "2"}}, If_Match=seen)
    assert (second.status, second.code, second.content["revision"]) == (412, "stale", 2)
    [change] = second.content["changes"]
    assert (change["kind"], change["by"]) == ("case.answered", world.cast["agent"].name)
    assert Case.objects.get().severity == "1"


def test_a_change_needs_the_etag_it_is_based_on(desk: Program, world: World) -> None:
    path = f"/cases/{register(desk, world).content['number']}"
    reply = desk.post(f"{path}/moves", {"move": "answer"})
    assert (reply.status, reply.code) == (428, "match-missing")
    assert desk.post(f"{path}/moves", {"move": "answer"}, If_Match='"nonsense"').status == 412
    assert desk.post(f"{path}/moves", {"move": "answer"}, If_Match="*").status == 200


def test_a_move_the_state_does_not_know_is_refused(desk: Program, world: World) -> None:
    path = f"/cases/{register(desk, world).content['number']}"
    reply = desk.post(f"{path}/moves", {"move": "confirm"}, If_Match="*")
    assert (reply.status, reply.code) == (422, "wrong-state")
    reply = desk.post(f"{path}/moves", {"move": "wait", "data": {}}, If_Match="*")
    assert (reply.status, reply.wrong) == (422, ["#/data/reason"])


def test_the_api_knows_every_move_but_forwarding_which_has_its_own_address() -> None:
    named = NewMove.model_fields["move"].annotation.__args__  # type: ignore[union-attr]
    assert {*named, "forward"} == set(MOVES)


def test_triage_opens_the_clock_of_the_new_severity(desk: Program, world: World) -> None:
    reply = register(desk, world)
    path = f"/cases/{reply.content['number']}"
    reply = desk.patch(path, {"facts": {"severity": "2"}}, If_Match=reply.headers["ETag"])
    fixes = [(one["state"], one["target"]) for one in reply.content["commitments"]
             if one["promise"] == "fix"]  # fmt: skip
    assert sorted(fixes) == [("open", "8 h"), ("void", "4 h")]


def test_a_reader_who_has_it_is_told_so_until_something_around_it_changes(
    desk: Program, world: World
) -> None:
    reply = register(desk, world)
    path, seen = f"/cases/{reply.content['number']}", reply.headers["ETag"]
    unchanged = desk.get(path, If_None_Match=seen)
    assert (unchanged.status, unchanged.content) == (304, b"")
    note = {"kind": "visit.agreed", "data": {"agreed_for": "2126-01-01T00:00:00Z"}}
    assert desk.post(f"{path}/records", note).status == 201
    assert desk.get(path, If_None_Match=seen).status == 200


def test_a_record_is_judged_by_when_it_happened_and_happens_once(
    desk: Program, world: World
) -> None:
    began = timezone.now() - timedelta(hours=6)
    reply = register(desk, world, reported_at=began.isoformat())
    path = f"/cases/{reply.content['number']}"
    at = began + timedelta(minutes=20)
    record = {"kind": "case.contacted", "occurred_at": at.isoformat(), "id": str(uuid4())}
    first, again = desk.post(f"{path}/records", record), desk.post(f"{path}/records", record)
    assert (first.status, again.content["sequence"]) == (201, first.content["sequence"])
    assert first.content["occurred_at"] < first.content["recorded_at"]
    for moment, code in (
        (began - timedelta(hours=1), "too-early"),
        (timezone.now() + timedelta(hours=1), "future"),
    ):
        late = desk.post(
            f"{path}/records", {"kind": "case.contacted", "occurred_at": moment.isoformat()}
        )
        assert (late.status, late.code) == (422, code)


def test_an_open_case_on_the_unit_is_shown_as_a_duplicate(desk: Program, world: World) -> None:
    number = register(desk, world).content["number"]
    found = desk.get(f"/cases/duplicates?unit={world.unit.pk}")
    assert [case["number"] for case in found.content] == [number]
    assert desk.get(f"/cases/duplicates?unit={world.other_unit.pk}").content == []


def test_it_is_handed_on_and_answered_for(desk: Program, world: World) -> None:
    reply = register(desk, world)
    path = f"/cases/{reply.content['number']}"
    technician = world.cast["technician"]
    reply = desk.post(f"{path}/assign", {"to": technician.pk}, If_Match=reply.headers["ETag"])
    assert reply.content["responsible"] == {"id": technician.pk, "name": technician.name}
    assert {one["responsible"] for one in reply.content["commitments"]} == {technician.pk}
    dealer = world.cast.organisations["dealer"]
    reply = desk.post(f"{path}/forward", {"to": f"organisation/{dealer.pk}"}, If_Match="*")
    assert (reply.content["state"], reply.content["organisation"]["id"]) == ("forwarded", dealer.pk)
    assert reply.content["responsible"] is None
    assert desk.post(f"{path}/forward", {"to": "person/x"}, If_Match="*").wrong == ["#/to"]


def test_coverage_is_decided_once_and_overruled_by_whom_may(desk: Program, world: World) -> None:
    reply = register(desk, world)
    path = f"/cases/{reply.content['number']}/coverage"
    decided = desk.post(f"{path}/decide", None, If_Match=reply.headers["ETag"])
    assert (decided.status, decided.content["verdict"]["decided"]) == (
        200,
        world.cast["agent"].name,
    )
    other = {"covered": "yes", "reason": "老客户"}
    assert desk.post(f"{path}/overrule", other, If_Match="*").code == "not-allowed"
    manager = world.program("manager")
    overruled = manager.post(f"{path}/overrule", other, If_Match="*")
    assert (overruled.content["covered"], overruled.content["verdict"]["overruled"]["reason"]) == (
        "yes", "老客户",
    )  # fmt: skip


def test_a_customer_writes_no_internal_notes(desk: Program, world: World) -> None:
    path = f"/cases/{register(desk, world).content['number']}"
    note = world.program("customer").post(f"{path}/notes", {"text": "快点", "internal": True})
    assert (note.status, note.content["data"]["internal"]) == (201, False)
    assert world.program("finance").post(f"{path}/notes", {"text": "x"}).code == "not-allowed"


def test_a_page_of_cases_goes_on_where_the_last_one_ended(desk: Program, world: World) -> None:
    numbers = [
        register(desk, world, symptom=f"漏水 {place}").content["number"] for place in range(5)
    ]
    found, path = [], "/cases?limit=2&open=true"
    while path:
        reply = desk.get(path)
        found += [case["number"] for case in reply.content["items"]]
        link = reply.headers.get("Link", "")
        assert bool(link) == (reply.content["next"] is not None)
        path = link.partition("<")[2].partition(">")[0].removeprefix("/api/v1")
    assert found == numbers[::-1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=registered", 1), ("state=closed", 0), ("open=false", 0), ("kind=fault", 1),
        ("severity=2", 0), ("reported_before=2026-01-01T00:00:00Z", 0),
        ("reported_after=2026-01-01T00:00:00%2B08:00", 1),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(desk: Program, world: World, query: str, count: int) -> None:
    register(desk, world)
    reply = desk.get(f"/cases?{query}")
    assert (reply.status, len(reply.content["items"])) == (200, count)
