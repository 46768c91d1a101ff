"""What the worker does for certificates now and then."""

from datetime import datetime

from aftercare.skills import actions

EVERY = 5  # minutes; a day is told of soon after it has begun


def remind(at: datetime) -> int:
    """Tell of certificates that end; how many were told."""
    return actions.remind(at) if at.minute % EVERY == 0 else 0
