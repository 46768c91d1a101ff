"""Values the source left open: `blanks: {visit-interval: 3 months}`, used as `$visit-interval`.

They are filled in before the shape of the plan is read; which parts came from a blank is kept,
because such a value is shown as a labelled default everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aftercare.plans.language.faults import Fault, Path, Severity, nearest
from aftercare.plans.language.tree import Positions

REFERENCE = re.compile(r"\$(\$|[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)")
LONGEST = 100


@dataclass(frozen=True)
class Use:
    """One place of the plan that a blank fills: the text as written, and the blanks in it."""

    template: str
    names: tuple[str, ...]


@dataclass
class Filled:
    """A document with its blanks filled in.

    uses: by path, what was filled in. unset: paths whose blank has no value yet.
    """

    value: dict[str, Any]
    uses: dict[Path, Use] = field(default_factory=dict)
    unset: set[Path] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def fill(document: dict[str, Any], positions: Positions) -> Filled:
    """Replace every `$name`; `$$` is a dollar sign. Missing and unset blanks become faults."""
    filler = _Filler(_values(document.get("blanks")), positions)
    filler.check_values()
    value = {k: v if k == "blanks" else filler.walk(v, (k,)) for k, v in document.items()}
    filler.check_use()
    filler.filled.value = value
    return filler.filled


def _values(blanks: Any) -> dict[str, str | None]:
    if not isinstance(blanks, Mapping):
        return {}
    return {name: _value(blank) for name, blank in blanks.items()}


def _value(blank: Any) -> str | None:
    content = blank.get("value") if isinstance(blank, Mapping) else blank
    return content if isinstance(content, str) else None


class _Filler:
    def __init__(self, values: dict[str, str | None], positions: Positions) -> None:
        self.values = values
        self.positions = positions
        self.used: set[str] = set()
        self.filled = Filled({})

    def walk(self, value: Any, path: Path) -> Any:
        """The value with every reference below it replaced."""
        if isinstance(value, dict):
            return {k: self.walk(v, (*path, k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self.walk(v, (*path, i)) for i, v in enumerate(value)]
        if isinstance(value, str) and "$" in value:
            return self._replace(value, path)
        return value

    def _replace(self, text: str, path: Path) -> str:
        names = tuple(name for name in REFERENCE.findall(text) if name != "$")
        if names:
            self.used.update(names)
            self.filled.uses[path] = Use(text, names)
        if any(self.values.get(name) is None for name in names):
            self.filled.unset.add(path)
        for name in names:
            if name not in self.values:
                self._unknown(name, path)
        return REFERENCE.sub(lambda m: "$" if m[1] == "$" else self.values.get(m[1]) or "", text)

    def _unknown(self, name: str, path: Path) -> None:
        params = {"what": "blank", "word": name, "suggestion": nearest(name, self.values)}
        self._say(Severity.ERROR, path, "unknown", **params)

    def check_values(self) -> None:
        """Find blanks without a value, too long, or made of other blanks."""
        for name, value in self.values.items():
            path = ("blanks", name)
            if value is None:
                self._say(Severity.ERROR, path, "unset_blank", word=name)
            elif len(value) > LONGEST:
                self._say(Severity.ERROR, path, "too_long", word=f"${name}", limit=str(LONGEST))
                self.values[name] = None
            elif REFERENCE.search(value):
                self._say(Severity.ERROR, path, "blank_in_blank", word=name)
                self.values[name] = None

    def check_use(self) -> None:
        """Find blanks that fill nothing."""
        for name in self.values:
            if name not in self.used:
                self._say(Severity.WARNING, ("blanks", name), "unused_blank", word=name)

    def _say(self, severity: Severity, path: Path, code: str, **params: str) -> None:
        place = self.positions.value(path)
        fault = Fault(severity, place.line, place.column, code, params, path=path)
        self.filled.faults.append(fault)
