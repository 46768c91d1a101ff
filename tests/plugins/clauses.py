"""Which clauses of the catalogue a test proves: marked, through a public door, and passed.

`@pytest.mark.clause("P01-04")` on a test says that the clause is proven there by what a user
would see. The outcome of a run goes to `var/clauses.json`, which `aftercare clauses` reads.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aftercare.plans.catalogue import clauses
from aftercare.web.environment import ROOT

DOORS = frozenset({"client", "api", "page", "browser", "live_server", "command"})
FILE = ROOT / "var" / "clauses.json"
NARROWING = (
    "keyword",
    "markexpr",
    "lf",
    "last_failed_no_failures",
    "deselect",
    "ignore",
    "maxfail",
)
_proven: dict[str, list[str]] = {}
_failed: set[str] = set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse unknown clauses and tests that enter by no door; note the marks on the reports."""
    known = clauses()
    for item in items:
        marked = [one for mark in item.iter_markers("clause") for one in mark.args]
        if not marked:
            continue
        unknown = sorted(set(marked) - set(known))
        if unknown:
            raise pytest.UsageError(f"{item.nodeid}: no such clause: {', '.join(unknown)}")
        if not DOORS & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid}: a clause is proven through a public door")
        item.user_properties.append(("clauses", marked))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what passed and what did not; with several processes this runs in the first one.

    A test that fails takes its clauses with it, whatever else proves them.
    """
    marked = [one for name, ids in report.user_properties if name == "clauses"
              for one in (ids if isinstance(ids, list) else [])]  # fmt: skip
    if report.failed:
        _failed.update(map(str, marked))
    elif report.when == "call" and report.passed:
        for clause in marked:
            _proven.setdefault(str(clause), []).append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the outcome of a run of everything; a run of a part says nothing about the rest."""
    config = session.config
    narrowed = any(config.getoption(name, None) for name in NARROWING)
    if hasattr(config, "workerinput") or narrowed or config.args_source.name == "ARGS":
        return
    if not _proven:
        return
    outcome: dict[str, Any] = {
        "ran_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "proven": {clause: sorted(set(tests)) for clause, tests in sorted(_proven.items())
                   if clause not in _failed},
    }  # fmt: skip
    FILE.parent.mkdir(parents=True, exist_ok=True)
    whole = FILE.with_suffix(".part")
    whole.write_text(json.dumps(outcome, indent=1) + "\n", encoding="utf-8")
    whole.replace(FILE)
