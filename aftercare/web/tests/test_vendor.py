"""The copied browser files are what the manifest says, and can be served under hashed names."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "aftercare" / "web" / "static" / "vendor"


def manifest() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads((VENDOR / "manifest.json").read_text())["files"]
    return entries


def test_every_vendored_file_is_the_one_in_the_manifest() -> None:
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == {entry["file"]: entry["sha256"] for entry in manifest()}


def test_vendored_versions_are_those_of_the_lock() -> None:
    packages: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name.removeprefix("node_modules/"): about for name, about in packages.items()}
    wrong = {
        entry["package"]: entry["version"]
        for entry in manifest()
        if locked[entry["package"]]["version"] != entry["version"]
    }
    assert wrong == {}


def test_the_lock_names_no_host() -> None:
    assert "://" not in (ROOT / "package-lock.json").read_text()


def test_every_package_brings_its_licence() -> None:
    licensed = {entry["package"] for entry in manifest() if entry["file"].startswith("licences/")}
    assert licensed == {entry["package"] for entry in manifest()}


@pytest.mark.django_db
def test_production_can_collect_the_static_files(tmp_path: Path) -> None:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    hashed = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert (tmp_path / hashed["vendor/tabler.min.css"]).is_file()
    assert (tmp_path / (hashed["look/app.js"] + ".gz")).is_file()
