"""Which clauses of the catalogue a test proves: marked, through a public door, and passed.

`@pytest.mark.clause("P01-04")` on a test says that the clause is proven there by what a user
would see. The outcome of a run goes to `var/clauses.json`, which `aftercare clauses` reads.
"""

import json
from typing import Any

import pytest

from aftercare.plans.catalogue import clauses
from aftercare.web.environment import ROOT

DOORS = frozenset({"client", "api", "page", "browser", "live_server", "command"})
FILE = ROOT / "var" / "clauses.json"
_proven: dict[str, list[str]] = {}


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
    """Remember what passed; with several processes this runs in the first one."""
    if report.when != "call" or not report.passed:
        return
    for name, marked in report.user_properties:
        if name == "clauses":
            for clause in marked if isinstance(marked, list) else []:
                _proven.setdefault(str(clause), []).append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the outcome of a run of everything; a run of a part says nothing about the rest."""
    whole = not session.config.getoption("keyword") and session.config.args_source.name != "ARGS"
    if hasattr(session.config, "workerinput") or not whole or not _proven:
        return
    FILE.parent.mkdir(parents=True, exist_ok=True)
    outcome: dict[str, Any] = {
        clause: sorted(set(tests)) for clause, tests in sorted(_proven.items())
    }
    FILE.write_text(json.dumps(outcome, indent=1) + "\n", encoding="utf-8")
