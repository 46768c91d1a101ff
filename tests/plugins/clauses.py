"""Which clauses of the catalogue a test proves: marked, through a public door, and passed.

`@pytest.mark.clause("P01-04")` on a test says that the clause is proven there by what a user
would see. The outcome of a full run goes to `var/clauses.json`, which `aftercare clauses` and the
page of the clauses read. The second pass, on PostgreSQL, can only take away: what fails there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from aftercare.plans.catalogue import clauses, proofs
from aftercare.plans.catalogue.proofs import Run

DOORS = frozenset({"client", "api", "page", "browser", "live_server", "command"})
NARROWING = (
    "keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob", "maxfail", "stepwise",
    "collectonly",
)  # fmt: skip
WHOLE = frozenset({pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED})
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


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the outcome of a run of everything; a run of a part says nothing about the rest."""
    config = session.config
    narrowed = any(config.getoption(name, None) for name in NARROWING)
    part = narrowed or config.args_source.name == "ARGS" or exitstatus not in WHOLE
    if hasattr(config, "workerinput") or part:
        return
    before = proofs.last_run() if config.getoption("--database-tests") else None
    run = outcome(_proven, _failed, datetime.now(UTC), before)
    if run.proven:
        proofs.keep(run)


def outcome(
    proven: Mapping[str, list[str]], failed: set[str], at: datetime, before: Run | None
) -> Run:
    """What a pass proved; after a first pass, what that proved and this one did not refute."""
    if before is not None:
        kept = {clause: tests for clause, tests in before.proven.items() if clause not in failed}
        return Run(before.ran_at, kept)
    fine = {clause: tuple(set(tests)) for clause, tests in proven.items() if clause not in failed}
    return Run(at, fine)
