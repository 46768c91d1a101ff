"""`aftercare clauses`: what it prints with and without a full run behind it."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from aftercare.web.commands import clauses


@pytest.fixture
def outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "clauses.json"
    monkeypatch.setattr(clauses, "OUTCOME", file)
    return file


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"ran_at": 1, "proven": {}}'])
def test_without_a_run_it_says_what_to_run(
    outcome: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        outcome.write_text(content)
    with translation.override("en"):
        clauses.run(plan="P04")
    printed = capsys.readouterr().out
    assert "Run script/test without arguments" in printed
    assert printed.split("P04")[1].split()[:2] == ["0", "13"]


def test_it_counts_and_lists_what_the_last_run_proved(
    outcome: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proven = {"P04-09": ["tests/stories/test_p04.py::test_fast"], "P01-04": ["x"]}
    outcome.write_text(json.dumps({"ran_at": "2026-03-02T01:00:00+00:00", "proven": proven}))
    with translation.override("en"):
        clauses.run(plan="P04", proven=True, unproven=True)
    printed = capsys.readouterr().out
    assert "2026-03-02 09:00" in printed
    assert printed.split("P04")[1].split()[:2] == ["1", "13"]
    assert "P04-09  tests/stories/test_p04.py::test_fast" in printed
    listed = [line for line in printed.splitlines() if line.startswith("P04-")]
    assert len(listed) == 13
