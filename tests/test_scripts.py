"""The scripts around the tests: the throw-away PostgreSQL, and no skips in CI."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from aftercare.web import environment as env

POSTGRES = [sys.executable, str(env.ROOT / "script" / "postgres")]
SKIPPING = """
import pytest

def test_skipped():
    pytest.skip("no printer here")

@pytest.mark.xfail(reason="known", strict=True)
def test_known():
    assert False

def test_good():
    pass
"""


def own_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name[:10] != "AFTERCARE_"}
    return {**kept, **more}


def directory_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.partition("@")[2]))


def test_the_throw_away_database_answers_and_ends_with_the_command() -> None:
    ask = (
        "import os, psycopg; url = os.environ['AFTERCARE_DATABASE_URL']; print(url);"
        "session = psycopg.connect(url.replace('postgres:', 'postgresql:', 1));"
        "print(session.execute('SHOW lc_ctype').fetchone()[0]); raise SystemExit(7)"
    )
    done = subprocess.run(
        [*POSTGRES, "run", "--", sys.executable, "-c", ask],
        env=own_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    url, ctype = done.stdout.split()
    assert (done.returncode, ctype) == (7, "C.UTF-8")
    assert not directory_of(url).exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_its_script(number: signal.Signals) -> None:
    with subprocess.Popen(
        [*POSTGRES, "run", "--", "sh", "-c", "echo $AFTERCARE_DATABASE_URL; exec sleep 60"],
        env=own_environment(), stdout=subprocess.PIPE, text=True,
    ) as script:  # fmt: skip
        assert script.stdout is not None
        socket = directory_of(script.stdout.readline().strip()) / ".s.PGSQL.5432"
        assert socket.exists()
        script.send_signal(number)
        limit = time.monotonic() + 60
        while socket.exists() and time.monotonic() < limit:
            time.sleep(0.1)
        assert not socket.exists()
        shutil.rmtree(socket.parent, ignore_errors=True)


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_fails_in_ci_and_says_why(ci: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.plugins.skips", "-p", "no:cacheprovider",
         "--rootdir", tmp_path, "-c", os.devnull, tmp_path, "-p", "no:django"],
        env=own_environment(CI=ci, PYTHONPATH=str(env.ROOT)), cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    told = "skipped, which CI does not allow: Skipped: no printer here" in done.stdout
    assert told is bool(ci)
