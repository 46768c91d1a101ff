"""The command line: it teaches, in two languages; it fails with a sentence and a code."""

import json
import pkgutil
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from typer.testing import CliRunner

from aftercare.kit import events
from aftercare.kit.models import Event
from aftercare.web import commands
from aftercare.web.commands import events as events_command
from aftercare.web.tests.conftest import Installation, Make

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = sorted(
    module.name.rstrip("_")
    for module in pkgutil.iter_modules(commands.__path__)
    if module.name[0] != "_"
)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that is not there yet."""
    return Installation(tmp_path_factory.mktemp("nowhere") / "data", "")


def test_all_commands_are_shown_and_every_text_is_chinese(nowhere: Installation) -> None:
    shown = nowhere.run("--lang", "zh", "--help")
    assert shown.returncode == 0
    panel = shown.stdout[shown.stdout.index("─ 命令") :]
    lines = re.findall(r"^│ ([a-z][a-z-]*) +(\S.*?) *│$", panel, re.MULTILINE)
    assert sorted(name for name, _text in lines) == NAMES
    assert [name for name, text in lines if not CHINESE.search(text)] == []


def test_no_chinese_in_the_english_help(nowhere: Installation) -> None:
    shown = nowhere.run("--help")
    assert (shown.returncode, CHINESE.findall(shown.stdout)) == (0, [])
    assert "aftercare serve --demo" in shown.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bakcup"], "没有命令 bakcup。"),
        (["backup"], "缺少参数 file。"),
        (["serve", "--prot", "1"], "没有选项 --prot。"),
        (["serve", "--port", "many"], "--port：要写整数。"),
        (["serve", "--port", "99999"], "--port：最大 65535。"),
        (["serve", "--port"], "选项 --port 后面要写值。"),
        (["migrate", "now"], "多出的参数：now"),
        (["--lang", "fr", "migrate"], "--lang：请写 zh 或 en"),
    ],
)
def test_what_is_asked_wrongly_ends_with_2_and_says_how(
    words: list[str], told: str, nowhere: Installation
) -> None:
    more = Installation(nowhere.data, "", {"AFTERCARE_LANGUAGE": "zh-hans"})
    done = more.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert re.search(r"\n说明：aftercare[ \w]* --help\n$", done.stderr)


def test_a_bad_setting_is_a_sentence(nowhere: Installation) -> None:
    done = Installation(nowhere.data, "", {"AFTERCARE_WEB_THREADS": "many"}).run("serve")
    assert done.returncode == 1
    assert done.stderr.startswith("AFTERCARE_WEB_THREADS: 不能用 'many'")
    assert "Traceback" not in done.stderr


def test_a_missing_database_is_a_sentence_and_debug_shows_where(tmp_path: Path) -> None:
    here = Installation(tmp_path / "new", "")
    done = here.run("events", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "The database did not do it: no such table: kit_event",
        "If this installation is new, prepare it with: aftercare migrate",
    ]
    assert "Traceback" in here.run("--debug", "events", "verify").stderr


def test_settings_are_shown_without_secrets(nowhere: Installation) -> None:
    more = {"AFTERCARE_SECRET_KEY": "very-secret-" * 8, "AFTERCARE_WORKERS": "3"}
    shown = Installation(nowhere.data, "", more).run("settings").stdout
    assert "AFTERCARE_SECRET_KEY=(given, secret)\n" in shown
    assert "AFTERCARE_WORKERS=3\n" in shown
    assert "AFTERCARE_WEB_THREADS=2 (default)\n" in shown
    assert "very-secret" not in shown


def record_three() -> None:
    with transaction.atomic():
        events.record(
            *(
                events.Happened("case.noted", "case/1", timezone.now(), events.SYSTEM)
                for _ in range(3)
            )
        )


@pytest.mark.django_db(transaction=True)
def test_verify_prints_length_and_head() -> None:
    record_three()
    head = Event.objects.get(sequence=3).hash
    done = CliRunner().invoke(events_command.app, ["verify"])
    assert (done.exit_code, done.stdout) == (0, f"3 个事件，完整无断裂。链头：{head}\n")
    done = CliRunner().invoke(events_command.app, ["verify", "--json"])
    assert json.loads(done.stdout) == {"length": 3, "head": head, "broken": None, "why": ""}


@pytest.mark.django_db(transaction=True)
def test_verify_names_the_first_broken_row_and_ends_with_1() -> None:
    record_three()
    Event.objects.filter(sequence__gte=2).update(actor_name="别人")
    done = CliRunner().invoke(events_command.app, ["verify"])
    assert (done.exit_code, done.stdout) == (1, "第 2 行被改动。\n")


def test_a_filled_installation_verifies_through_the_real_command(filled: Make) -> None:
    done = filled().run("events", "verify")
    assert (done.returncode, done.stdout[:22]) == (0, "5 events, unbroken. He")
