"""An example of anything a schema describes, put together from the examples of its fields."""

from collections.abc import Mapping
from typing import Any

PLAIN = {"string": "…", "integer": 1, "number": 1.5, "boolean": True, "null": None}


def sample(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Any:
    """One value that fits the schema; `components` are the schemas its references name."""
    if "$ref" in schema:
        return sample(components[schema["$ref"].rpartition("/")[2]], components)
    for word in ("examples", "enum"):
        if schema.get(word):
            return schema[word][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("default") is not None:
        return schema["default"]
    for word in ("anyOf", "oneOf", "allOf"):
        if schema.get(word):
            return sample(schema[word][0], components)
    return _by_type(schema, components)


def _by_type(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: sample(one, components) for name, one in properties.items()}
    if kind == "array":
        return [sample(schema.get("items", {}), components)]
    return PLAIN.get(str(kind), {})
