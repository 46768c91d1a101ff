"""Loads the clauses kept beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("clauses.yaml")
SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is 15 times as fast


@dataclass(frozen=True)
class Clause:
    """One thing a source plan asks for.

    id: such as P01-04. area, kind: keys of `AREAS` and `KINDS`. place: the heading in the source.
    rule: the demand in one English sentence. terms: the trade's Chinese words for it.
    quantities: its figures, such as {"response": "30min"}. same_as: the clause it is a copy of.
    """

    id: str
    area: str
    kind: str
    place: str
    rule: str
    terms: tuple[str, ...]
    quantities: Mapping[str, str | int] = field(default_factory=dict)
    same_as: str | None = None
    differences: str | None = None
    note: str | None = None

    @property
    def plan(self) -> str:
        """The source plan, such as P01."""
        return self.id[:3]

    def said(self, language: str) -> str:
        """What it asks for, for a reader of `zh` or `en`: the trade's words, or the sentence."""
        return "；".join(self.terms) if language == "zh" and self.terms else self.rule


@cache
def clauses() -> dict[str, Clause]:
    """All clauses by id, in the order of the source; read once."""
    rows = yaml.load(FILE.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506
    return {row["id"]: Clause(**{**row, "terms": tuple(row["terms"])}) for row in rows}


def of_plan(catalogue: str) -> list[Clause]:
    """The clauses of one source plan, such as P09."""
    return [clause for clause in clauses().values() if clause.plan == catalogue]
