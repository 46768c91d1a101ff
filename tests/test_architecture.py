"""What import-linter does not see: foreign keys that look up, rules that ask for the time, files
that grow too long, folders and decisions that are not described."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import aftercare
from aftercare.web.environment import ROOT

ORDER = [
    "kit", "people", "catalog", "plans", "imports", "promises", "coverage", "documents", "desk",
    "phone", "insight", "portal", "api", "worker", "push", "web",
]  # fmt: skip
SOURCES = Path(aftercare.__file__).parent


def test_foreign_keys_look_down_only() -> None:
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False)
        and getattr(field.related_model, "_meta", None) is not None
        and field.related_model._meta.app_label in ORDER  # type: ignore[union-attr]
        and ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)  # type: ignore[union-attr]
    ]
    assert upward == []


@pytest.mark.parametrize("limit", [400])
def test_files_stay_small(limit: int) -> None:
    long = {
        str(path.relative_to(SOURCES)): lines
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    }
    assert long == {}


def test_no_folder_is_called_by_what_it_is_not() -> None:
    vague = {"utils", "helpers", "common", "core", "base", "services", "signals", "managers"}
    assert (
        sorted(
            path.name
            for path in SOURCES.rglob("*")
            if path.stem in vague and path.suffix in {"", ".py"}
        )
        == []
    )


def rules() -> list[Path]:
    """Every module of rules; those that read files of law or of tests are not among them."""
    found = [*SOURCES.glob("*/rules.py"), *SOURCES.glob("*/rules/**/*.py")]
    return sorted(path for path in found if "tests" not in path.parts)


def test_rules_are_told_what_time_it_is() -> None:
    asking = [
        f"{path.relative_to(SOURCES)}:{node.lineno}"
        for path in rules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today", "time_ns", "monotonic", "localdate"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time", "timezone"}
    ]
    assert len(rules()) > 20
    assert asking == []


def test_every_folder_says_what_it_owns() -> None:
    described = {path.parent.name: path.read_text("utf-8") for path in SOURCES.glob("*/README.md")}
    assert sorted(described) == sorted(ORDER)
    assert [name for name, text in described.items() if not 5 <= text.count("\n") <= 20] == []


def test_decisions_are_numbered_without_holes() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    titles = [path.read_text("utf-8").splitlines()[0] for path in files]
    numbers = [re.match(r"# (\d+)\. ", title) for title in titles]
    assert [found and int(found[1]) for found in numbers] == list(range(1, len(files) + 1))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
