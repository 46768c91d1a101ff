"""What the tests of incidents stand on: the desk's stage, and a leading group."""

import pytest

from aftercare.desk.tests.conftest import case, sign_in, stage, stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.emergency import actions
from aftercare.kit.events import SYSTEM

__all__ = ["case", "group", "sign_in", "stage", "stand"]


@pytest.fixture
def group(stage: Stage) -> Stage:
    """A stage with a leading group: the department head leads it."""
    for name in ("lead", "technician", "agent"):
        actions.add_member(stage.cast[name], by=SYSTEM, at=hour(-24))
    return stage
