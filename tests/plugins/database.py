"""The database and the data directory of a test run.

On SQLite the test database is a file, as in production, so that two threads really are two
connections. It is thrown away, hence needs no `fsync`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from aftercare.promises import sources


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database into a directory of this test process."""
    for database in django_settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            directory = tmp_path_factory.mktemp("database")
            database.setdefault("TEST", {})["NAME"] = str(directory / "test.sqlite3")
            database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(autouse=True)
def _own_data_directory(settings: Settings, tmp_path: Path) -> None:
    """No test reads or writes the developer's files, and what costs time for safety is fast."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Every test client would read the folders of static files before its first request.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _no_rows_of_other_tests() -> Iterator[None]:
    """What is kept by primary key belongs to a row that is rolled back with its test."""
    yield
    sources.terms_of.cache_clear()
