"""What every test may use, wherever it stands: see `tests/plugins`."""

pytest_plugins = [
    "tests.plugins.database",
    "tests.plugins.garbage",
    "tests.plugins.skips",
    "tests.plugins.untranslated",
    "tests.plugins.browser",
    "tests.plugins.people",
    "tests.plugins.clauses",
    "tests.plugins.api",
    "tests.plugins.once",
    "tests.plugins.listener",
    "tests.plugins.postbox",
]
