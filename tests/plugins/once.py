"""What no database changes need not run on two of them.

`script/test` runs everything on SQLite and, with `--database-tests`, everything that touches the
database again on PostgreSQL. The rules of the trade are plain Python, and how a page looks is made
of templates (`looks`): they ran in the first pass. Other tests open every page on both.
"""

import pytest

SEES = frozenset({"db", "transactional_db", "django_db_setup", "live_server", "cast"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option of the second pass."""
    parser.addoption("--database-tests", action="store_true", help="only tests that use a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what would only repeat the first pass."""
    if not config.getoption("--database-tests"):
        return
    seeing = [item for item in items if _sees_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(seeing)])
    items[:] = seeing


def _sees_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("looks") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(SEES & fixtures)
