"""What import-linter does not see: foreign keys that look up, and files that grow too long."""

from pathlib import Path

import pytest
from django.apps import apps

import aftercare

ORDER = [
    "kit", "people", "accounts", "catalog", "plans", "imports", "promises", "coverage",
    "documents", "desk", "insight", "portal", "api", "worker", "web",
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
