"""The rows that the larger parts of a page are made of; views build them, templates show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. `recorded_at` shows when it came in later than it happened."""

    at: datetime
    title: Any
    text: Any = ""
    by: str = ""
    icon: str = "circle"
    tone: str = "idle"
    href: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One station of a way: done, current, or still to come."""

    label: Any
    standing: Literal["done", "current", "todo"] = "todo"
    at: datetime | None = None
    hint: Any = ""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same before and after; an empty side was not there."""

    label: Any
    before: Any = ""
    after: Any = ""

    @property
    def kind(self) -> str:
        """`added`, `removed`, `changed` or `same`."""
        if self.before == self.after:
            return "same"
        if self.before in ("", None):
            return "added"
        return "removed" if self.after in ("", None) else "changed"


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: Any
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Option:
    """A suggestion of a combobox; with `href` it leads somewhere instead of filling the field."""

    value: str
    label: Any
    hint: Any = ""
    icon: str = ""
    href: str = ""


@dataclass(frozen=True)
class Series:
    """The values of one colour in a chart, one for each label."""

    name: Any
    values: Sequence[float | int | None]
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart and the same figures as a table. `unit` stands behind each value."""

    title: Any
    labels: Sequence[Any]
    series: Sequence[Series]
    kind: Literal["bar", "line", "stack"] = "bar"
    unit: Any = ""

    @property
    def drawing(self) -> Mapping[str, Any]:
        """What the page's script draws, as plain JSON."""
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(one.name), "values": list(one.values), "tone": one.tone}
                for one in self.series
            ],
        }

    @property
    def rows(self) -> list[tuple[Any, list[float | int | None]]]:
        """The figures by label, for people who read instead of look."""
        return [
            (label, [one.values[place] for one in self.series])
            for place, label in enumerate(self.labels)
        ]
