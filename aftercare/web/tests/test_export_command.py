"""`aftercare export`: it says what it wrote, or in one sentence why it did not."""

import resource
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aftercare.web.commands import application
from aftercare.web.demo.cast import Cast
from aftercare.web.tests.conftest import Make


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(application(), ["export", *words])
    return done.exit_code, str(
        done.exception
    ) if done.exception and not done.stdout else done.stdout


def test_it_writes_a_list_once_and_again_only_when_told(cast: Cast, tmp_path: Path) -> None:
    target = tmp_path / "客户.csv"
    assert run("customers", str(target)) == (0, f"{target}：7 行\n")
    code, told = run("customers", str(target))
    assert (code, told) == (1, f"{target} 已存在；请换个名字，或者加上 --replace。")
    target.write_text("old")
    assert run("customers", str(target), "--replace")[0] == 0
    assert target.read_text(encoding="utf-8-sig").startswith("编号,名称,")


def test_it_prints_csv_for_other_programs(cast: Cast) -> None:
    code, told = run("customers", "-", "--names")
    assert code == 0
    assert told.splitlines()[0].startswith("code,name,kind,phone,address,standing")
    assert len(told.splitlines()) == 8


@pytest.mark.parametrize("words", [("custommers", "x.csv"), ("customers", "x.pdf")])
def test_what_is_asked_wrongly_ends_with_2(cast: Cast, words: tuple[str, str]) -> None:
    assert run(*words)[0] == 2


def test_a_full_disk_is_a_sentence_and_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))  # no file may grow beyond 100 bytes
    try:
        done = CliRunner().invoke(application(), ["export", "customers", f"{tmp_path}/c.csv"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(done.exception, OSError)
    assert list(tmp_path.iterdir()) == []


def test_a_full_pipe_is_a_sentence(filled: Make) -> None:
    here = filled()
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            here.command("export", "events", "-"), env=here.environment, stdout=full,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "The disk is full. Make room, then do it again.\n"
