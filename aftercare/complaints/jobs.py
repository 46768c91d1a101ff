"""What the worker does for complaints now and then."""

from datetime import datetime

from aftercare.complaints import lawful


def remind_of_the_law(at: datetime) -> int:
    """Tell of complaints of consumers that come near the fifteen days of the law, or are past
    them, each once; how many."""
    return lawful.remind(at)
