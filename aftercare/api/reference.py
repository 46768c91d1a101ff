"""The OpenAPI document cut into what its page shows: areas, operations, fields, examples."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

Json = Mapping[str, Any]


def areas(document: Json) -> list[dict[str, Any]]:
    """Each area with its operations, in the order of the document."""
    return [
        {
            "name": tag["name"],
            "description": tag["description"],
            "operations": [one for one in _operations(document) if one["area"] == tag["name"]],
        }
        for tag in document["tags"]
    ]


def _operations(document: Json) -> Iterator[dict[str, Any]]:
    for path, methods in document["paths"].items():
        for method, details in methods.items():
            yield _operation(document, path, method, details)


def _operation(document: Json, path: str, method: str, details: Json) -> dict[str, Any]:
    answers = details["responses"]
    success = min(answers)
    return {
        "id": details["operationId"],
        "area": details["tags"][0],
        "method": method.upper(),
        "path": f"{document['servers'][0]['url']}{path}",
        "summary": details["summary"],
        "description": details["description"],
        "parameters": [_parameter(one) for one in details["parameters"]],
        "body": _content(document, details.get("requestBody", {})),
        "answer": {"status": success, **_content(document, answers[success])},
        "problems": [
            {"status": status, "text": answers[status]["description"]}
            for status in sorted(answers)
            if status > "299"
        ],
    }


def _parameter(one: Json) -> dict[str, Any]:
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one["required"],
        "type": kind(one["schema"]),
        "description": one.get("description", ""),
    }


def _content(document: Json, holder: Json) -> dict[str, Any]:
    for content in holder.get("content", {}).values():
        shape = _resolved(document, content["schema"])
        return {
            "type": kind(content["schema"]),
            "fields": list(_fields(shape)),
            "example": orjson.dumps(content["example"], option=orjson.OPT_INDENT_2).decode(),
        }
    return {}


def _fields(shape: Json) -> Iterator[dict[str, Any]]:
    required = shape.get("required", [])
    for name, one in shape.get("properties", {}).items():
        yield {
            "name": name,
            "type": kind(one),
            "required": name in required,
            "description": one.get("description", ""),
        }


def _resolved(document: Json, schema: Json) -> Json:
    if "$ref" in schema:
        found: Json = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def kind(schema: Json) -> str:
    """A schema in a few words: `integer`, `text or null`, `list of CaseRow`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return " | ".join(kind(one) for one in schema[word])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")
