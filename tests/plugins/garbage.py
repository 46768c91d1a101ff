"""Garbage is looked for as rarely as in the server (`web/wsgi.py`): what was imported stays, and
walking it again and again took a sixth of a run."""

import gc

import pytest

RARELY = (50_000, 20, 50)  # made and not yet freed, then how many younger rounds make an older one


def pytest_collection_finish(session: pytest.Session) -> None:
    """Before the first test, after everything was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
