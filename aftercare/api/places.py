"""Where in a request something is wrong, and what, in the reader's language.

The places are JSON pointers into the body (`#/covers/0/unit`), or names of parameters.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import ValidationError

# By pydantic's kind of error; what is in brackets comes from its context.
SENTENCES: dict[str, Any] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("This name is not known here."),
    "bool_type": _("Write true or false."),
    "bool_parsing": _("Write true or false."),
    "int_type": _("Write a whole number."),
    "int_parsing": _("Write a whole number."),
    "int_from_float": _("Write a whole number."),
    "int_parsing_size": _("This number is too large."),
    "float_type": _("Write a number."),
    "string_type": _("Write a text."),
    "dict_type": _("Write an object."),
    "model_type": _("Write an object."),
    "model_attributes_type": _("Write an object."),
    "list_type": _("Write a list."),
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "too_short": _("Give at least %(min_length)s."),
    "too_long": _("Give at most %(max_length)s."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "enum": _("Write one of: %(expected)s."),
    "literal_error": _("Write one of: %(expected)s."),
    "timezone_aware": _("Write the moment with its zone, such as 2026-11-22T16:30:00+08:00."),
    "not_written": _("Write it as text, such as 2026-11-22 or 2026-11-22T16:30:00+08:00."),
    "out_of_time": _("Write a year between 1902 and 2299."),
    "uuid_type": _("Write a UUID."),
    "uuid_parsing": _("Write a UUID."),
}
DATES = _("Write a date, such as 2026-11-22.")
MOMENTS = _("Write a moment with its zone, such as 2026-11-22T16:30:00+08:00.")
OTHERWISE = _("This does not fit.")
PARAMETERS = {"query": "parameter", "path": "parameter", "header": "header"}


def errors_of(error: ValidationError) -> list[dict[str, Any]]:
    """Each thing that does not fit: its place and a sentence."""
    return [_error(one) for one in error.errors]


def place_of(request: HttpRequest, field: str) -> dict[str, str]:
    """The place of a field an action refused: in the body, else among the parameters."""
    if field in request.GET:
        return {"parameter": field}
    if field in ("If-Match", "Idempotency-Key"):
        return {"header": field}
    return {"pointer": "#/" + _inner(getattr(request, "content", None), field)}


def unknown_parameter(name: str) -> dict[str, Any]:
    """A parameter the operation does not have."""
    return {"parameter": name, "detail": SENTENCES["extra_forbidden"]}


def unknown_field(name: str) -> dict[str, Any]:
    """A field of a form that the operation does not have."""
    return {"pointer": f"#/{_escaped(name)}", "detail": SENTENCES["extra_forbidden"]}


def unfit_parameter(name: str) -> dict[str, Any]:
    """A parameter that stands twice, or holds what no text holds."""
    return {"parameter": name, "detail": OTHERWISE}


def _error(one: Mapping[str, Any]) -> dict[str, Any]:
    source, *path = one["loc"]
    if source in ("form", "file"):
        return {"pointer": f"#/{_escaped(path[-1])}", "detail": _sentence(one)}
    if source == "body":
        place = {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in _own(path))}
    else:
        place = {PARAMETERS[source]: str(path[-1])}
    return {**place, "detail": _sentence(one)}


def _own(path: list[Any]) -> list[Any]:
    """The path within the body: the first part is the name of our own parameter."""
    return path[1:]


def _sentence(one: Mapping[str, Any]) -> Any:
    kind = one["type"]
    if kind in SENTENCES:
        context = one.get("ctx", {})
        return SENTENCES[kind] % context if context else SENTENCES[kind]
    if kind.startswith("datetime"):
        return MOMENTS
    return DATES if kind.startswith("date") else OTHERWISE


def _escaped(part: Any) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _inner(content: Any, field: str) -> str:
    """`data/reason` for `reason` when that is where the body has, or should have, it."""
    if isinstance(content, dict) and field.partition("/")[0] not in content:
        for name in ("data", "facts"):
            if isinstance(content.get(name), dict):
                return f"{name}/{field}"
    return field
