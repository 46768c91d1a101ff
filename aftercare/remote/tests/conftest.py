"""What the tests of remote sessions stand on: the desk's stage."""

from aftercare.desk.tests.conftest import case, sign_in, stage, stand

__all__ = ["case", "sign_in", "stage", "stand"]
