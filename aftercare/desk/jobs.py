"""What the worker does for cases now and then."""

from datetime import datetime

from aftercare.desk import lawful


def remind_of_the_law(at: datetime) -> int:
    """Tell of cases of consumers that come near the fifteen days of the law, or are past them, each
    once; how many."""
    return lawful.remind(at)
