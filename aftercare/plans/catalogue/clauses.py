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
    rule, rule_zh: the demand in one sentence, in English and in Chinese. terms: the trade's
    Chinese words for it. quantities: its figures, such as {"response": "30min"}. same_as: the
    clause it is a copy of, whose Chinese sentence it shares where it says the same.
    """

    id: str
    area: str
    kind: str
    place: str
    rule: str
    rule_zh: str
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
        """What it asks for, in one sentence for a reader of `zh` or `en`."""
        return self.rule_zh if language == "zh" else self.rule


@cache
def clauses() -> dict[str, Clause]:
    """All clauses by id, in the order of the source; read once."""
    rows = yaml.load(FILE.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506
    by_id = {row["id"]: row for row in rows}
    return {id: _clause(row, by_id) for id, row in by_id.items()}


def _clause(row: dict[str, Any], by_id: Mapping[str, Any]) -> Clause:
    sentence = row.get("rule_zh") or by_id[row["same_as"]]["rule_zh"]
    return Clause(**{**row, "rule_zh": sentence, "terms": tuple(row["terms"])})


def of_plan(catalogue: str) -> list[Clause]:
    """The clauses of one source plan, such as P09."""
    return [clause for clause in clauses().values() if clause.plan == catalogue]
