"""Whatever goes wrong is a problem after RFC 9457, in the reader's language, and never a 500."""

from typing import Any

import pytest
from django.db import OperationalError

from aftercare.api.tests.conftest import Program, World

DEEP = b'{"text": ' + b"[" * 900 + b"]" * 900 + b"}"


def test_without_a_token_it_says_how_to_come_in(db: None) -> None:
    reply = Program().get("/plans")
    assert (reply.status, reply.code) == (401, "not-recognised")
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["WWW-Authenticate"].startswith('Bearer realm="aftercare"')
    assert set(reply.content) == {"type", "title", "status", "code", "detail", "instance"}
    assert reply.content["status"] == 401


@pytest.mark.parametrize(
    ("asked", "title", "spoken"),
    [
        ("zh-CN,zh;q=0.9", "没有找到", "zh-hans"),
        ("en-GB", "Not found", "en"),
        ("fr", "没有找到", "zh-hans"),
    ],
)  # fmt: skip
def test_problems_speak_the_language_that_was_asked_for(
    admin: Program, asked: str, title: str, spoken: str
) -> None:
    reply = admin.get("/nowhere", Accept_Language=asked)
    assert (reply.status, reply.content["title"]) == (404, title)
    assert reply.headers["Content-Language"] == spoken


def test_without_a_wish_the_person_is_answered_in_their_own_language(world: World) -> None:
    person = world.cast["admin"]
    type(person).objects.filter(pk=person.pk).update(language="en")
    reply = world.program("admin").get("/plans/nothing/versions/1", Accept_Language="")
    assert reply.content["title"] == "Not found"


def test_a_method_that_is_not_known_is_answered_with_those_that_are(admin: Program) -> None:
    reply = admin.send("DELETE", "/plans", None)
    assert (reply.status, reply.code, reply.headers["Allow"]) == (
        405, "method-not-allowed", "GET, POST",
    )  # fmt: skip


def test_unknown_and_doubled_parameters_are_named(admin: Program) -> None:
    reply = admin.get("/plans?limit=5&limit=6&colour=red")
    assert (reply.status, sorted(reply.wrong)) == (422, ["colour", "limit"])


@pytest.mark.parametrize(("query", "wrong"), [("limit=0", "limit"), ("limit=x", "limit")])
def test_parameters_that_do_not_fit_are_named(admin: Program, query: str, wrong: str) -> None:
    reply = admin.get(f"/plans?{query}")
    assert (reply.status, reply.wrong) == (422, [wrong])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad-json"),
        (b'{"text": NaN}', 400, "bad-json"),
        (b'{"text": 1e999}', 400, "bad-json"),
        (b'{"text": "a", "text": "b"}', 400, "bad-json"),
        (b'{"text": "\xff\xfe"}', 400, "bad-json"),
        (b'{"text": "\\ud800"}', 400, "bad-json"),
        (b'{"text": "a\\u0000b"}', 400, "bad-json"),
        (DEEP, 400, "bad-json"),
        (b'{"text": "' + b"a" * (2 * 1024 * 1024) + b'"}', 413, "too-large"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"5", 422, "invalid"),
        (b'{"text": 5}', 422, "invalid"),
        (b'{"text": "plan: x", "more": 1}', 422, "invalid"),
        (b"", 422, "invalid"),
    ],
)
def test_hostile_bodies_are_refused(admin: Program, body: bytes, status: int, code: str) -> None:
    reply = admin.post("/plans/check", body)
    assert (reply.status, reply.code) == (status, code)


@pytest.mark.parametrize(
    "media",
    ["text/plain", "application/xml", "application/json; charset=gbk", "multipart/form-data"],
)
def test_other_media_are_refused(admin: Program, media: str) -> None:
    reply = admin.post("/plans/check", b'{"text": "plan: x"}', Content_Type=media)
    assert (reply.status, reply.code) == (415, "not-json")


def test_each_field_that_does_not_fit_has_its_pointer_and_sentence(admin: Program) -> None:
    reply = admin.post("/plans/check", {"name": 7, "mo/re": 1})
    found = {one["pointer"]: one["detail"] for one in reply.content["errors"]}
    assert found == {
        "#/text": "This is missing.",
        "#/name": "Write a text.",
        "#/mo~1re": "This name is not known here.",
    }


def test_a_failure_nobody_foresaw_tells_no_details(
    admin: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("secret thing")

    monkeypatch.setattr("aftercare.api.callers.recognise", fail)
    reply = admin.get("/plans")
    assert (reply.status, reply.code) == (500, "failed")
    assert "secret" not in str(reply.content)


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ("database or disk is full", 507, "storage-full"),
        ("could not extend file: No space left on device", 507, "storage-full"),
        ("database is locked", 503, "busy"),
        ("connection refused", 503, "busy"),
    ],
)
def test_a_database_that_cannot_is_told_as_such(
    admin: Program, monkeypatch: pytest.MonkeyPatch, words: str, status: int, code: str
) -> None:
    def fail(*_arguments: Any) -> None:
        raise OperationalError(words)

    monkeypatch.setattr("aftercare.api.callers.recognise", fail)
    reply = admin.get("/plans")
    assert (reply.status, reply.code) == (status, code)
    assert ("Retry-After" in reply.headers) == (status == 503)


def test_a_bad_cursor_is_no_server_error(admin: Program) -> None:
    for cursor in ("x", "W10", "bm90IGpzb24", "%00"):
        assert admin.get(f"/plans?cursor={cursor}").status in {400, 422}


@pytest.mark.parametrize("number", [b"9007199254740993", b"1e300", b"-0.0", b"-1e16", b"9" * 40])
def test_numbers_that_programs_round_are_refused(admin: Program, number: bytes) -> None:
    reply = admin.post("/plans/check", b'{"text": ' + number + b"}")
    assert (reply.status, reply.code) == (400, "bad-json")


@pytest.mark.parametrize("path", ["/cases/a%00b", "/plans/%00/versions", "/cases/%ff", "/events/x"])
def test_strange_addresses_are_no_server_error(admin: Program, path: str) -> None:
    assert admin.get(path).status in {404, 422}


HOSTILE_DATA: list[tuple[str, dict[str, Any], str]] = [
    ("case.contacted", {"facts": {"severity": "2"}}, "#/data/facts"),
    ("case.contacted", {"responsible": "nobody"}, "#/data/responsible"),
    ("case.contacted", {"organisation": 5}, "#/data/organisation"),
    ("case.contacted", {"text": "a" * 20_000}, "#/data"),
    ("case.opinion_given", {"opinion": ["x"]}, "#/data/opinion"),
    ("visit.agreed", {"agreed_for": 5}, "#/data/agreed_for"),
    ("visit.agreed", {"agreed_for": "9999-12-31T23:59:59-14:00"}, "#/data/agreed_for"),
]


@pytest.mark.parametrize(("kind", "data", "pointer"), HOSTILE_DATA)
def test_data_cannot_speak_to_the_clocks(
    world: World, admin: Program, kind: str, data: dict[str, Any], pointer: str
) -> None:
    case = admin.post("/cases", {"symptom": "漏水", "unit": world.unit.pk}).content
    for path, more in ((f"/cases/{case['number']}/records", {}), ("/events", event_of(case))):
        reply = admin.post(path, {"kind": kind, "data": data, **more})
        assert (reply.status, reply.wrong) == (422, [pointer])


def event_of(case: dict[str, Any]) -> dict[str, Any]:
    return {"subject": case["reference"], "occurred_at": case["reported_at"]}


@pytest.mark.parametrize("data", [{"reason": ["customer"]}, {"reason": {}}, {"reason": 5}])
def test_reasons_are_words(world: World, admin: Program, data: dict[str, Any]) -> None:
    case = admin.post("/cases", {"symptom": "漏水", "unit": world.unit.pk}).content
    path = f"/cases/{case['number']}/moves"
    reply = admin.post(path, {"move": "wait", "data": data}, If_Match="*")
    assert (reply.status, reply.wrong) == (422, ["#/data/reason"])


@pytest.mark.parametrize(
    ("at", "data"),
    [
        ("0001-01-01T00:00:00+14:00", {}),
        ("1899-01-01T00:00:00Z", {}),
        ("2026-01-05T00:00:00Z", {"signatures": {"provider": "0001-01-01T00:00:00Z"}}),
        ("2026-01-05T00:00:00Z", {"signatures": {"provider": 5}}),
        ("2026-01-05T00:00:00Z", {"signatures": {"nobody": "2026-01-05T00:00:00Z"}}),
        ("2026-01-05T00:00:00Z", {"signatures": []}),
        ("2126-01-05T00:00:00Z", {"signatures": {"provider": "2026-01-05T00:00:00Z"}}),
    ],
)
def test_times_that_cannot_be_are_refused(
    world: World, admin: Program, at: str, data: dict[str, Any]
) -> None:
    body = {"subject": world.unit.reference, "kind": "acceptance.signed", "occurred_at": at}
    reply = admin.post("/events", {**body, "data": data})
    assert (reply.status, len(reply.wrong)) == (422, 1)
    query = f"/cases?reported_after={at.replace('+', '%2B')}"
    assert admin.get(query).status in {200, 422}
