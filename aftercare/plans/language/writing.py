"""Writing a plan as text again; reading the text gives the same plan, blanks included."""

from typing import Any

import yaml

from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import Path


class _Dumper(yaml.SafeDumper):
    """Writes out what repeats, because the reader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def plan_text(plan: Plan) -> str:
    """The plan as YAML; a value that came from a blank is written as its blank again."""
    dumped = plan.model_dump(by_alias=True, exclude_defaults=True)
    document = {k: v if k == "blanks" else _escaped(v) for k, v in dumped.items()}
    for path, use in plan.blank_uses.items():
        _put(document, path, use.template)
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _escaped(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_escaped(inner) for inner in value]
    return value.replace("$", "$$") if isinstance(value, str) else value


def _put(document: Any, path: Path, text: str) -> None:
    """Set a text; a value left out as a default gets its place back."""
    *way, last = path
    part: Any
    for part in way:
        document = document[part] if isinstance(document, list) else document.setdefault(part, {})
    document[last] = text
