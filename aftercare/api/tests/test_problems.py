"""Whatever goes wrong is a problem after RFC 9457, in the reader's language, and never a 500."""

from typing import Any

import pytest

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
    [("zh-CN,zh;q=0.9", "没有找到", "zh-hans"), ("en-GB", "Not found", "en"), ("fr", "没有找到", "zh-hans")],
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
    assert (reply.status, reply.code, reply.headers["Allow"]) == (405, "method-not-allowed", "GET")


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


def test_a_bad_cursor_is_no_server_error(admin: Program) -> None:
    for cursor in ("x", "W10", "bm90IGpzb24", "%00"):
        assert admin.get(f"/plans?cursor={cursor}").status in {400, 422}
