"""From a pydantic complaint to a fault at a line and a column, in words of our own."""

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from aftercare.plans.language import document, values
from aftercare.plans.language.faults import MOST_FAULTS, Fault, Path, Severity, nearest
from aftercare.plans.language.tree import Place, Positions

BY_PATTERN = {
    values.NAME: "bad_name",
    values.BLANK_NAME: "bad_name",
    values.CLAUSE: "bad_clause",
    values.CATALOGUE: "bad_catalogue",
    values.SPAN: "bad_span",
    values.DAY_OF_YEAR: "bad_day",
    values.PERCENT: "bad_percent",
    values.RATE: "bad_rate",
}
BY_TYPE = {
    "length": "not_length",
    "string_type": "not_words",
    "list_type": "not_list",
    "dict_type": "not_table",
    "model_type": "not_table",
    "model_attributes_type": "not_table",
    "int_type": "not_number",
    "int_parsing": "not_number",
    "int_parsing_size": "not_number",
    "int_from_float": "not_number",
    "greater_than_equal": "not_positive",
    "bool_type": "not_flag",
    "bool_parsing": "not_flag",
}


def path_of(location: tuple[int | str, ...]) -> Path:
    """The place in the document that a pydantic location means."""
    return tuple(part for part in location if not _is_mark(part))


def _is_mark(part: int | str) -> bool:
    return isinstance(part, str) and (part == "[key]" or bool(re.fullmatch("<[a-z]+>", part)))


def faults_of(error: ValidationError, positions: Positions) -> list[Fault]:
    """One fault for each complaint, as long as somebody would read them."""
    details = error.errors(include_url=False, include_context=True)
    told = [_fault(dict(detail), positions) for detail in details[:MOST_FAULTS]]
    hidden = len(details) - len(told)
    more = Fault(Severity.ERROR, 1, 1, "more", {"count": str(hidden)})
    return [*told, more] if hidden else told


def _fault(detail: dict[str, Any], positions: Positions) -> Fault:
    location = detail["loc"]
    path = path_of(location)
    code, params = _say(detail, path)
    place = _place(detail["type"], location, path, positions)
    return Fault(Severity.ERROR, place.line, place.column, code, params, path=path)


def _place(kind: str, location: Path, path: Path, positions: Positions) -> Place:
    if kind == "missing":
        return positions.key(path[:-1])
    if kind == "extra_forbidden" or location[-1:] == ("[key]",):
        return positions.key(path)
    return positions.value(path)


def _say(detail: dict[str, Any], path: Path) -> tuple[str, dict[str, str]]:
    kind, given = detail["type"], detail.get("input")
    name = str(path[-1]) if path else ""
    if kind == "missing":
        return "missing", {"word": name}
    if kind == "extra_forbidden":
        return "unknown_name", {"word": name, "suggestion": nearest(name, names_at(path[:-1]))}
    if given is None:
        return "empty", {"word": name}
    return _about(kind, _short(given), detail.get("ctx", {}))


def _about(kind: str, word: str, context: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The fault of a content that is there but wrong."""
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        suggestion = nearest(word, allowed)
        return "not_one_of", {"word": word, "allowed": ", ".join(allowed), "suggestion": suggestion}
    if kind == "string_pattern_mismatch":
        return BY_PATTERN.get(str(context.get("pattern")), "unreadable"), {"word": word}
    if kind == "string_too_long":
        return "too_long", {"word": word, "limit": str(context.get("max_length"))}
    return BY_TYPE.get(kind, "unreadable"), {"word": word}


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def names_at(path: Path) -> list[str]:
    """The names that may stand in the section at `path`; empty where any name may."""
    shapes: list[Any] = [document.Plan]
    for part in path:
        shapes = [inner for shape in shapes for inner in _inside(shape, part)]
    return sorted({name for shape in shapes for name in _fields(shape)})


def _fields(shape: Any) -> list[str]:
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return []
    return [field.alias or name for name, field in shape.model_fields.items()]


def _inside(shape: Any, part: int | str) -> list[Any]:
    """The shapes that the content under `part` may have."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        fields = {field.alias or name: field for name, field in shape.model_fields.items()}
        return _alternatives(fields[part].annotation) if part in fields else []
    if get_origin(shape) in (dict, list):
        return _alternatives(get_args(shape)[-1])
    return []


def _alternatives(annotation: Any) -> list[Any]:
    """A union taken apart, with what is only a remark for pydantic left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [shape for part in get_args(annotation) for shape in _alternatives(part)]
    return [] if origin is Literal else [annotation]
