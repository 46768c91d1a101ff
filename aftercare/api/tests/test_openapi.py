"""The document: OpenAPI 3.1, complete in both languages, and its examples fit its schemas."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31

from aftercare.api import routers, schema
from aftercare.api.scopes import SCOPES
from aftercare.api.tests.conftest import Program

Json = dict[str, Any]


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.fixture
def document(db: None) -> Json:
    return schema.document("en")


def test_it_is_served_without_a_token_and_fits_the_meta_schema(db: None) -> None:
    reply = Program().get("/openapi.json")
    assert (reply.status, reply.content["openapi"]) == (200, "3.1.0")
    jsonschema.Draft202012Validator(OPENAPI_31).validate(reply.content)


def test_every_route_is_documented(document: Json) -> None:
    declared = {
        (one.path, one.method.lower()) for area in routers.mounted() for one in area.operations
    }
    assert {(path, method) for path, method, _operation in operations(document)} == declared


def test_every_operation_says_what_it_does_and_how_it_refuses(document: Json) -> None:
    for path, method, operation in operations(document):
        assert operation["summary"], path
        refusals = {status for status in operation["responses"] if status >= "400"}
        assert refusals >= {"401", "403", "429", "500", "503"}, (path, method)
        hides = "{" in path or (path, method) == ("/events", "get")
        assert ("404" in refusals) == hides, (path, method)
        for status in refusals:
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"]


def test_every_post_takes_a_key_and_every_change_an_etag(document: Json) -> None:
    for path, method, operation in operations(document):
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (method == "post"), path
        if method == "patch":
            assert "If-Match" in headers


def test_every_example_fits_its_schema(document: Json) -> None:
    for path, method, operation in operations(document):
        for content in contents(operation):
            whole = {**content["schema"], "components": document["components"]}
            jsonschema.Draft202012Validator(whole).validate(content["example"]), (path, method)


def contents(operation: Json) -> Iterator[Json]:
    for holder in [operation.get("requestBody", {}), *operation["responses"].values()]:
        yield from holder.get("content", {}).values()


def test_the_scopes_of_the_operations_are_those_a_token_can_have(document: Json) -> None:
    asked = {one.scope for area in routers.mounted() for one in area.operations}
    assert asked == set(SCOPES)


def test_it_is_written_in_chinese_too(db: None) -> None:
    reply = Program().get("/openapi.json", Accept_Language="zh-CN")
    assert reply.headers["Content-Language"] == "zh-hans"
    assert reply.content["paths"]["/plans"]["get"]["summary"] == "列出服务方案"
