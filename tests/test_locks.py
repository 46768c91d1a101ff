"""The lock files: complete, agreeing, and naming no host of anybody's registry."""

import re
import subprocess

import pytest

from aftercare.web import environment as env

REGISTRY = re.compile(
    rb"(pypi|npmjs|hosted|yarnpkg|taobao|tuna|aliyun|jsdelivr|unpkg|debian|ubuntu)"
    rb"[a-z.-]*[.](org|com|net|cn|edu)\b|index-url[ =:]+http|registry *= *http"
)
LOCKS = sorted(env.ROOT.glob("requirements*.txt"))


def pins(name: str) -> dict[str, str]:
    text = (env.ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_file_names_a_host(lock: object) -> None:
    assert "://" not in (env.ROOT / str(lock)).read_text(encoding="utf-8")


def test_no_javascript_lock_names_a_host() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*package-lock.json"],
        cwd=env.ROOT, capture_output=True, text=True, check=False,
    ).stdout.split()  # fmt: skip
    hosts = {
        name: re.findall(r'"resolved": "[^"]*://[^"]*"', (env.ROOT / name).read_text())
        for name in listed
    }
    assert hosts == {name: [] for name in listed}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_with_hashes(lock: object) -> None:
    text = (env.ROOT / str(lock)).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_developers_run_what_runs() -> None:
    developers = pins("requirements-dev.txt")
    assert {name: developers.get(name) for name in pins("requirements.txt")} == pins(
        "requirements.txt"
    )


def test_no_file_of_ours_names_a_registry() -> None:
    """Where packages come from is the affair of whoever installs them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", ".", ":!aftercare/web/static/vendor", ":!tests/vendor"],
        cwd=env.ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\0")  # fmt: skip
    files = [env.ROOT / name for name in listed if name]
    texts = {path: path.read_bytes() for path in files if path.is_file()}
    assert len(texts) > 500
    assert REGISTRY.search(b"--index-" + b"url https://" + b"example." + b"com/simple")
    assert REGISTRY.search(b"https://files.python" + b"hosted." + b"org/x")
    assert [path.name for path, text in texts.items() if REGISTRY.search(text)] == []
