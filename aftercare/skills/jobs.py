"""What the worker does for certificates now and then."""

from datetime import datetime

from aftercare.skills import actions


def remind(at: datetime) -> int:
    """Tell of certificates that end; how many were told."""
    return actions.remind(at)
