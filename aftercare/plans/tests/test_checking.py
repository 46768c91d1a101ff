"""Checking as every door does it: files of any kind, the law, the flows that run."""

import os
from pathlib import Path

import pytest

from aftercare.complaints import states as complaints
from aftercare.desk import states
from aftercare.emergency import states as emergency
from aftercare.plans import checking
from aftercare.plans.language.vocabulary import EVENTS

HEAD = "plan: x\ntitle: {zh: 甲, en: A}\ncatalogue: P01\n"


def told(file: Path) -> list[str]:
    return [
        f"{fault.line}:{fault.column} {fault.code}" for fault in checking.checked_file(file).faults
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1:1 not_text"),
        (b"plan: \x00\n", "1:7 bad_character"),
        ("plan: 方案\n".encode("gbk"), "1:7 not_text"),
        ("plan: x\n".encode("utf-16"), "1:1 not_text"),
        (b"x: y\n" * 2_000_000, "1:1 too_large"),
        (b"a: " + b"[" * 100_000, "1:53 too_deep"),
        (b"plan: x\n\ttitle: y\n", "2:1 tab"),
        (b"", "1:1 empty_file"),
    ],
)
def test_rubbish_is_one_mistake_with_its_place(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(content)
    assert told(file) == [expected]


def test_aliases_that_would_explode_are_refused_where_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    file.write_text("\n".join(lines))
    assert {"1:5 anchor", "2:5 anchor", "2:10 alias", "40:6 anchor"} <= set(told(file))


def test_what_is_no_file_is_said_and_nothing_waits(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert told(tmp_path) == ["1:1 a_folder"]
    assert told(tmp_path / "missing.yaml") == ["1:1 no_file"]
    assert told(pipe) == ["1:1 no_file"]
    assert told(tmp_path / ("x" * 300)) == ["1:1 not_readable"]


def test_a_term_below_the_law_is_told_with_the_rule_and_what_it_says() -> None:
    text = HEAD + (
        "floors: CN-construction\nproducts: building.waterproofing\nwarranty:\n"
        "  - {name: roof, length: 2 years, starts: acceptance.signed}\n"
    )
    [fault] = [one for one in checking.checked(text, "p.yaml").faults if one.code == "below_floor"]
    assert fault.located("en") == (
        "p.yaml:7:26: warning: 2 years is below the legal floor CN-construction CON-40.2 of "
        "5 years. Roof waterproofing, wet rooms and façade leakage: five years."
    )
    assert "CON-40.2" in fault.text("zh")
    assert not fault.is_error


def test_every_event_of_the_language_is_brought_about_by_some_flow() -> None:
    brought_about = states.emitted() | complaints.emitted() | emergency.emitted()
    assert set(EVENTS) - brought_about == set()
