"""Fixtures of the desk's tests."""

import pytest

from aftercare.desk.tests.stage import Stage
from aftercare.web.demo.cast import Cast


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)
