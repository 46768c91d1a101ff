"""What the worker does for incidents, now and then."""

from datetime import datetime

from aftercare.emergency import actions


def tend(at: datetime) -> int:
    """Tell heads who did not answer and which measures are late; how much was told."""
    return actions.tell_missing(at) + actions.tell_overdue(at)
