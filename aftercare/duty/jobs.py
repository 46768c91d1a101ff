"""What the worker does for duty now and then."""

from datetime import datetime

from aftercare.duty import actions


def look_ahead(at: datetime) -> int:
    """Look for gaps in the duty of the next two weeks; how many new ones were told."""
    return actions.look_ahead(at)
