"""The OpenAPI 3.1 document, in the reader's language.

Ninja knows parameters and shapes; what all operations have in common, the door knows, and it is
added here: tokens, keys, tags, problems, examples.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.api import routers
from aftercare.api.meanings import CODES, TITLES
from aftercare.api.problems import MEDIA
from aftercare.api.samples import sample
from aftercare.kit import http
from aftercare.kit.http.answers import JSON
from aftercare.people.roles import Power

BASE = "/api/v1"
Json = dict[str, Any]


class Misfit(http.Shape):
    """One field or parameter that does not fit."""

    detail: str = Field(examples=["…"], description=N_("What is wrong, for people."))
    pointer: str | None = Field(
        None, examples=["#/symptom"], description=N_("Where in the body, as a JSON pointer.")
    )
    parameter: str | None = Field(None, description=N_("Which parameter, when it was one."))
    header: str | None = Field(None, description=N_("Which header, when it was one."))


class Mistake(http.Shape):
    """One mistake of a plan text."""

    severity: str = Field(examples=["error"])
    line: int = Field(examples=[31])
    column: int = Field(examples=[14])
    code: str = Field(examples=["unknown-event"])
    detail: str = Field(examples=["…"])


class Change(http.Shape):
    """One thing that happened since."""

    kind: str = Field(examples=["case.answered"])
    occurred_at: http.Moment
    by: str = Field(examples=["林晓"])


class ProblemShape(http.Shape):
    """A problem after RFC 9457."""

    type: str = Field(description=N_("The address of the explanation."))
    title: str = Field(description=N_("What kind of problem, in a few words."))
    status: int
    code: str = Field(description=N_("The kind of problem for programs; it never changes."))
    detail: str = Field(description=N_("What happened and what to do."))
    instance: str = Field(description=N_("The address that was asked."))
    errors: list[Misfit] | None = Field(None, description=N_("What does not fit, and where."))
    faults: list[Mistake] | None = Field(None, description=N_("The mistakes of a plan text."))
    revision: int | None = Field(None, description=N_("The revision the record has now."))
    changes: list[Change] | None = Field(
        None, description=N_("What happened since the revision you named.")
    )


INTRODUCTION = _(
    "Plans, agreements, events, commitments, cases and coverage as JSON. Send a token as "
    "`Authorization: Bearer ac_…`; what its person may not see does not exist for it. Lists are "
    "read page by page with `cursor`. Send every POST with an `Idempotency-Key`: sent again, it "
    "gives the same answer and does nothing twice. Changes name the `ETag` they are based on as "
    "`If-Match`. Texts come in the language of `Accept-Language`, moments in UTC."
)
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "example": "7f0c2b9e-5f1d-4a55-9e8e-5b2f6c1f9a10",
    "description": _(
        "Strongly recommended: your own name for this request, kept for 48 hours. The same key "
        "with the same request gives the same answer; with another request 422."
    ),
}  # fmt: skip
MATCH = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
    "example": "*",
    "description": _(
        "The ETag you looked at. 412 when the record changed meanwhile; `*` if any revision "
        "will do."
    ),
}  # fmt: skip
NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "example": '"3.5f2c0a91"', "description": _("An ETag you have; 304 when it is still the same."),
}  # fmt: skip
HEADERS = {
    "ETag": _("The revision of the record and a mark of its content."),
    "Location": _("The address of what was made."),
    "Link": _("The address of the next page, as rel=next."),
    "Idempotency-Replayed": _("`true` when this is the kept answer of an earlier request."),
    "Retry-After": _("Seconds to wait."),
    "WWW-Authenticate": _("What is wrong with the token."),
}


@cache
def document(language: str) -> Json:
    """The OpenAPI document in a language. Callers must not change it."""
    with override(language):
        found = dict(routers.api().get_openapi_schema(path_prefix=""))
        paths, components = found["paths"], found["components"]["schemas"]
        components |= _problem_shapes()
        shown = [(one, paths[one.path][one.method.lower()]) for one in _declared()]
        _without_docstrings([details for _one, details in shown], components.values())
        _tidied(paths)
        _tidied(components)
        for one, details in shown:
            _complete(details, one, components)
        _drop_unused(paths, components)
        return {
            "openapi": "3.1.0",
            "info": {"title": gettext("Aftercare API"), "version": routers.VERSION,
                     "description": str(INTRODUCTION)},
            "servers": [{"url": BASE}],
            "tags": [{"name": area.name, "description": str(area.description or area.label)}
                     for area in routers.mounted()],
            "paths": paths,
            "webhooks": {"event": {"post": _webhook()}},
            "components": {"schemas": components, "securitySchemes": _security()},
        }  # fmt: skip


def _webhook() -> Json:
    """What another system is told of an event, after Standard Webhooks."""
    text = {"type": "string"}
    data = {name: {**text, "description": gettext(words)} for name, words in TOLD.items()} | {
        "sequence": {"type": "integer"},
        "details": {"type": "object"},
    }
    body = {
        "type": "object", "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {**text, "examples": ["case.closed"]},
            "timestamp": {**text, "format": "date-time"},
            "data": {"type": "object", "properties": data},
        },
    }  # fmt: skip
    lines = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "operationId": "event", "summary": gettext("Something happened"),
        "description": gettext(
            "Sent to every webhook that wants it, at least once, signed after Standard Webhooks. "
            "Answer 2xx within 15 seconds."
        ),
        "parameters": [{"name": one, "in": "header", "required": True, "schema": text}
                       for one in lines],
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": {"2XX": {"description": gettext("It is taken.")}},
    }  # fmt: skip


TOLD = {
    "id": N_("The id of the event."),
    "subject": N_("What it is about, such as case/12."),
    "context": N_("To what that belongs, such as agreement/7."),
    "actor": N_("Who did it."),
    "recorded_at": N_("When it was written down."),
}


def _without_docstrings(operations: Iterable[Json], shapes: Iterable[Json]) -> None:
    """Docstrings are for the readers of the source."""
    for shape in shapes:
        shape.pop("description", None)
    for operation in operations:
        operation.pop("description", None)
        for answer in operation["responses"].values():
            answer["description"] = ""


def _problem_shapes() -> Json:
    """What every problem looks like; the operations do not name it, the door sends it."""
    problem = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**problem.pop("$defs"), "Problem": problem}


def _declared() -> Iterator[http.Operation]:
    return (one for area in routers.mounted() for one in area.operations)


def _complete(shown: Json, one: http.Operation, components: Json) -> None:
    """Add to one operation what the door does for all."""
    shown["summary"] = str(one.summary)
    description = " ".join(filter(None, [str(one.description), _scope_sentence(one)]))
    shown["description"] = description
    shown["security"] = [{"token": [one.scope]}, {"session": []}]
    shown["parameters"] = [_parameter(given) for given in shown["parameters"]] + _headers(one)
    shown["responses"] = {
        str(one.status): _success(shown["responses"], one, components),
        **_problems(one, bool(shown["parameters"]), "requestBody" in shown),
    }
    for media in shown.get("requestBody", {}).get("content", {}).values():
        media["example"] = sample(media["schema"], components)


def _scope_sentence(one: http.Operation) -> str:
    sentence = gettext("Scope: `%(scope)s`.") % {"scope": one.scope}
    if one.power:
        needs = gettext("The person needs the right: %(right)s.")
        sentence += " " + needs % {"right": Power(one.power).label}
    return sentence


def _parameter(given: Json) -> Json:
    """A parameter cannot be null; its examples are one example."""
    options = given["schema"].pop("anyOf", None)
    if options:
        [only] = [option for option in options if option != {"type": "null"}]
        given["schema"] |= only
    if given["schema"].get("default", 0) is None:
        del given["schema"]["default"]
    examples = given.pop("examples", None) or given["schema"].pop("examples", None)
    given["schema"].pop("examples", None)
    if examples:
        given["example"] = examples[0]
    return given


def _headers(one: http.Operation) -> list[Json]:
    headers = []
    if one.method == "POST":
        headers.append(KEY)
    if one.tagged and one.method == "GET":
        headers.append(NONE_MATCH)
    if one.needs_match:
        headers.append(MATCH)
    return [{**header, "description": str(header["description"])} for header in headers]


def _success(responses: Json, one: http.Operation, components: Json) -> Json:
    answer: Json = next(iter(responses.values()))
    answer["description"] = gettext("Created.") if one.status == 201 else gettext("Done.")
    schema = answer["content"][JSON]["schema"]
    answer["content"][JSON]["example"] = sample(schema, components)
    names = ["ETag"] if one.tagged else []
    names += ["Location"] if one.status == 201 else []
    names += ["Idempotency-Replayed"] if one.method == "POST" else []
    names += ["Link"] if "Listed" in schema.get("$ref", "") else []
    if names:
        answer["headers"] = _header_table(*names)
    return answer


def _header_table(*names: str) -> Json:
    return {
        name: {"description": str(HEADERS[name]), "schema": {"type": "string"}} for name in names
    }


def _problems(one: http.Operation, has_parameters: bool, has_body: bool) -> Json:
    """Every way an operation can say no."""
    codes = ["not-recognised", "out-of-scope", "too-many", "failed", "busy"]
    codes += ["not-allowed"] if one.power or not one.reads else []
    codes += ["not-found"] if "{" in one.path else []
    codes += ["invalid"] if has_parameters or has_body else []
    codes += _of_body(one) if has_body else []
    codes += ["shown-once"] if one.shown_once else []
    codes += ["bad-request"] if one.method != "GET" else []
    codes += ["bad-key", "key-reused"] if one.method == "POST" else []
    codes += ["conflict", "storage-full"] if not one.reads else []
    codes += ["stale", "match-missing"] if one.needs_match else []
    codes += ["bad-cursor"] if one.method == "GET" else []
    described: dict[int, str] = {}
    for code in codes:
        status = CODES[code][0]
        described[status] = " / ".join(filter(None, [described.get(status), str(TITLES[code])]))
    for status, text in one.refuses:
        described[status] = " ".join(filter(None, [described.get(status, ""), str(text)]))
    found = {str(status): _problem(status, described[status]) for status in sorted(described)}
    if one.tagged and one.method == "GET":
        found["304"] = {"description": gettext("Not changed since the ETag you have.")}
    return found


def _of_body(one: http.Operation) -> list[str]:
    """What can be wrong with a body before its fields are looked at."""
    if one.upload:
        return ["too-large", "not-multipart", "bad-file"]
    return ["bad-json", "too-large", "not-json"]


def _problem(status: int, text: str) -> Json:
    code = next(code for code, (known, _title, _meaning) in CODES.items() if known == status)
    example = {
        "type": f"{BASE}/docs#{code}", "title": str(TITLES[code]), "status": status, "code": code,
        "detail": str(CODES[code][2]), "instance": f"{BASE}/…",
    }  # fmt: skip
    problem: Json = {
        "description": text,
        "content": {
            MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
    headers = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}.get(status)
    if headers:
        problem["headers"] = _header_table(*headers)
    return problem


def _security() -> Json:
    return {
        "token": {
            "type": "http", "scheme": "bearer",
            "description": gettext("A token `ac_…` from your profile or the command line."),
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "sessionid",
            "description": gettext(
                "The session of a signed-in browser; changes also need X-CSRFToken."
            ),
        },
    }  # fmt: skip


def _tidied(node: Any) -> None:
    """Take away the titles that repeat names, and translate what shapes say of their fields."""
    if isinstance(node, list):
        for one in node:
            _tidied(one)
        return
    if not isinstance(node, dict):
        return
    if isinstance(node.get("title"), str):
        del node["title"]
    text = node.get("description")
    if isinstance(text, str) and text:
        node["description"] = gettext(text)
    for name, one in node.items():
        if name not in ("default", "example", "examples", "enum"):
            _tidied(one)


def _drop_unused(paths: Json, components: Json) -> None:
    """Shapes that only described a group of parameters are not shown."""
    used: set[str] = set()
    waiting = set(_references(paths))
    while waiting:
        used |= waiting
        waiting = {name for one in waiting for name in _references(components[one])} - used
    for name in set(components) - used:
        del components[name]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for one in node.values():
            yield from _references(one)
    elif isinstance(node, list):
        for one in node:
            yield from _references(one)
