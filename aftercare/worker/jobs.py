"""What the worker does for itself: it says that it is alive, and looks for new holidays."""

import os
import socket
from datetime import datetime, timedelta

import structlog

from aftercare.promises import actions as promises
from aftercare.promises.rules import holidays
from aftercare.worker.models import Heartbeat, Reached

HOLIDAYS = "holidays"  # the last year whose holidays were known
log = structlog.get_logger(__name__)


def beat(at: datetime) -> None:
    """Say that this worker is alive."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    Heartbeat.objects.update_or_create(worker=name, defaults={"at": at})
    Heartbeat.objects.filter(at__lt=at - timedelta(days=1)).delete()


def settle_when_published(at: datetime) -> bool:
    """Count provisional promises again once a new year's holidays are installed; whether it did."""
    published = max(holidays.china().published_years)
    known, new = Reached.objects.get_or_create(name=HOLIDAYS, defaults={"number": published})
    if new or known.number == published:
        return False
    count = promises.settle_provisional(at=at)
    Reached.objects.filter(name=HOLIDAYS).update(number=published)
    log.info("holidays_published", year=published, subjects=count)
    return True
