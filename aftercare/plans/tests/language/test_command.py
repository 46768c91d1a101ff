"""`python -m aftercare.plans.language`."""

from pathlib import Path

import pytest

from aftercare.plans.language.__main__ import main
from aftercare.plans.tests.language.samples import BUILT_IN, HEAD


def test_a_good_plan_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(BUILT_IN[0])]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_plan_with_a_mistake_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(HEAD + "floors: CN-consumr\n", encoding="utf-8")
    assert main(["--lang", "zh", "--no-warnings", str(file)]) == 1
    assert capsys.readouterr().err == (
        "wrong.yaml:4:9: 未知的法定底线“CN-consumr”；您是否想写“CN-consumer”？\n"
    )


def test_a_plan_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", "zh", str(BUILT_IN[0])]) == 0
    assert capsys.readouterr().out.startswith("机电工程售后服务方案\n")


def test_a_file_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.yaml")]) == 1
    assert "No such file" in capsys.readouterr().err
