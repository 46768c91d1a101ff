"""Which day it is for the company, whatever zone somebody reads in."""

from datetime import date, datetime

from django.utils import timezone


def today(at: datetime) -> date:
    """The day of a moment in the company's zone. at: aware.

    What is due, valid or planned on a day is so for everybody alike; `timezone.localdate` asks the
    zone of the reader.
    """
    return timezone.localdate(at, timezone.get_default_timezone())
