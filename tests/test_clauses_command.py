"""`aftercare clauses`: what a run of the tests leaves behind, and what is printed of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from django.utils import translation

from aftercare.plans.catalogue import proofs
from aftercare.web.commands import clauses
from aftercare.web.environment import ROOT

SUITE = """
import pytest

@pytest.fixture
def page():
    return "a door"

@pytest.mark.clause("P09-08")
def test_p09(page):
    assert {p09}

@pytest.mark.clause("P01-04")
def test_p01(page):
    assert True
"""
CONFTEST = """
from pathlib import Path
from aftercare.plans.catalogue import proofs
proofs.FILE = Path("clauses.json")
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "clauses.json"
    monkeypatch.setattr(proofs, "FILE", file)
    return file


def run_of_tests(directory: Path, *arguments: str, p09: bool = True) -> dict[str, list[str]] | None:
    """What is recorded as proven after a run of a small suite of two clauses."""
    (directory / "conftest.py").write_text(CONFTEST)
    (directory / "test_suite.py").write_text(SUITE.format(p09=p09))
    (directory / "pytest.ini").write_text("[pytest]\nmarkers = clause\n")
    plugins = (
        "-p",
        "tests.plugins.clauses",
        "-p",
        "tests.plugins.once",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *arguments],
        cwd=directory, env={"PYTHONPATH": str(ROOT)}, check=False, capture_output=True, timeout=60,
    )  # fmt: skip
    file = directory / "clauses.json"
    return json.loads(file.read_text())["proven"] if file.exists() else None


@pytest.mark.parametrize("arguments", [("-k", "p09"), ("-x",), ("test_suite.py",), ("--co",)])
def test_a_run_of_a_part_leaves_no_record(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run_of_tests(tmp_path, *arguments) is None


def test_a_run_of_a_part_leaves_the_record_of_the_full_run_alone(tmp_path: Path) -> None:
    before = run_of_tests(tmp_path)
    assert before is not None
    assert set(before) == {"P01-04", "P09-08"}
    assert run_of_tests(tmp_path, "-k", "p09", p09=False) == before


def test_what_fails_on_either_database_is_not_proven(tmp_path: Path) -> None:
    assert set(run_of_tests(tmp_path, p09=False) or {}) == {"P01-04"}
    assert set(run_of_tests(tmp_path) or {}) == {"P01-04", "P09-08"}
    again = (tmp_path / "test_suite.py").with_name("test_more.py")
    again.write_text(
        "import pytest\n@pytest.mark.django_db\n@pytest.mark.clause('P01-04')\n"
        "def test_on_the_other(browser):\n    assert False\n"
        "@pytest.fixture\ndef browser():\n    return 1\n"
    )
    assert set(run_of_tests(tmp_path, "--database-tests") or {}) == {"P09-08"}


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"ran_at": 1, "proven": {}}'])
def test_without_a_run_it_says_what_to_run(
    record: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        record.write_text(content)
    with translation.override("en"):
        clauses.run(plan="P04")
    printed = capsys.readouterr().out
    assert "Run script/test without arguments" in printed
    assert printed.split("P04")[1].split()[:2] == ["0", "13"]


def test_it_counts_and_lists_what_the_last_run_proved(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proven = {"P04-09": ["tests/stories/test_p04.py::test_fast"], "P01-04": ["x"]}
    record.write_text(json.dumps({"ran_at": "2026-03-02T01:00:00+00:00", "proven": proven}))
    with translation.override("en"):
        clauses.run(plan="p04", proven=True, unproven=True)
    printed = capsys.readouterr().out
    assert "2026-03-02 09:00" in printed
    [counted] = [
        line for line in printed.splitlines() if line.startswith("P04 ") and "·" not in line
    ]
    assert counted.split()[:5] == ["P04", "1", "13", "P04-01", "P04-02"]
    assert "  P04-09  tests/stories/test_p04.py::test_fast" in printed
    listed = [line for line in printed.splitlines() if line.startswith("  P04-")]
    assert len(listed) == 13
    assert "Customer problems get a fast response" not in printed
    assert "response and time limits (sla-response)" in printed


@pytest.mark.parametrize(("language", "expected"), [
    ("zh-hans", "  P04-09  客户一提出问题，就快速响应。"),
    ("en", "  P04-09  Customer problems get a fast response at the moment they are raised."),
])  # fmt: skip
def test_each_clause_is_said_in_the_reader_s_language(
    record: Path, capsys: pytest.CaptureFixture[str], language: str, expected: str
) -> None:
    with translation.override(language):
        clauses.run(plan="P04", area="sla-response", unproven=True)
    assert expected in capsys.readouterr().out.splitlines()


def test_a_plan_or_an_area_that_is_none_is_answered_with_those_that_are(record: Path) -> None:
    with translation.override("en"), pytest.raises(typer.BadParameter, match=r"P01 to P15.*triage"):
        clauses.run(plan="P16")
