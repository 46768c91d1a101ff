"""Which clauses a test proves through a page, the API or a command: the last run of all tests.

`script/test` leaves the outcome of a full run here; where the tests never ran there is none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "var" / "clauses.json"

Proven = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Run:
    """A full run of the tests: when it ended, and clause to the tests that proved it."""

    ran_at: datetime
    proven: Proven


def last_run() -> Run | None:
    """The last full run; None when none is recorded, or its record cannot be read."""
    try:
        kept = json.loads(FILE.read_text(encoding="utf-8"))
        ran_at = datetime.fromisoformat(kept["ran_at"])
        return Run(ran_at, {clause: tuple(tests) for clause, tests in kept["proven"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(run: Run) -> None:
    """Put a full run in the place of the one before, whole or not at all."""
    content = {
        "ran_at": run.ran_at.isoformat(timespec="seconds"),
        "proven": {clause: sorted(tests) for clause, tests in sorted(run.proven.items())},
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    part = FILE.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    part.replace(FILE)
