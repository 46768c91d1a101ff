"""Fixtures of the reports' tests: the stage and the clock of the desk."""

from aftercare.desk.tests.conftest import sign_in, stage, stand

__all__ = ["sign_in", "stage", "stand"]
