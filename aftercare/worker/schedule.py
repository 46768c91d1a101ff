"""What the worker does now and then, and how often: one table, read from top to bottom.

The loop that does it also keeps the promises. So each is done for itself: one that fails is told to
the log, and holds up neither the others nor a single clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import OperationalError

from aftercare.accounts import jobs as accounts
from aftercare.api import jobs as api
from aftercare.chat import jobs as chat
from aftercare.complaints import jobs as complaints
from aftercare.desk import jobs as desk
from aftercare.documents import jobs as documents
from aftercare.duty import jobs as duty
from aftercare.emergency import jobs as emergency
from aftercare.outbound import jobs as outbound
from aftercare.patches import jobs as patches
from aftercare.skills import jobs as skills
from aftercare.worker import jobs as own
from aftercare.worker.following import follow_up

Job = Callable[[datetime], Any]
OFTEN = timedelta(seconds=20)
SELDOM = timedelta(minutes=5)  # for what is looked at days ahead, and costs more
log = structlog.get_logger(__name__)

# A worker says first that it is alive: it is, whatever fails below.
NOW_AND_THEN: Mapping[str, tuple[timedelta, Job]] = {
    "worker.beat": (OFTEN, own.beat),
    "worker.settle_when_published": (OFTEN, own.settle_when_published),
    "api.forget_old_answers": (OFTEN, api.forget_old_answers),
    "accounts.forget_old": (OFTEN, accounts.forget_old),
    "documents.forget_strays": (documents.EVERY, documents.forget_strays),
    "chat.tend": (OFTEN, chat.tend),
    "outbound.forget_old": (OFTEN, outbound.forget_old),
    "duty.look_ahead": (SELDOM, duty.look_ahead),
    "desk.remind_of_the_law": (OFTEN, desk.remind_of_the_law),
    "complaints.remind_of_the_law": (OFTEN, complaints.remind_of_the_law),
    "skills.remind": (SELDOM, skills.remind),
    "emergency.tend": (OFTEN, emergency.tend),
}
# What is written and sent, in a thread of its own, as often as there is some of it.
SENDING: Mapping[str, Job] = {
    "worker.follow_up": lambda _at: follow_up(),
    "patches.tend": patches.tend,
    "accounts.send_due": accounts.send_due,
    "outbound.send_due": outbound.send_due,
}


@dataclass
class Rounds:
    """When this worker did each of these last."""

    jobs: Mapping[str, tuple[timedelta, Job]] = field(default_factory=lambda: NOW_AND_THEN)
    done_at: dict[str, datetime] = field(default_factory=dict)

    def make(self, at: datetime) -> None:
        """Do what has its turn. While the database is away nothing counts as done."""
        for name, (every, job) in self.jobs.items():
            last = self.done_at.get(name)
            if last is None or abs(at - last) >= every:  # a clock may be set back
                done(name, job, at)
                self.done_at[name] = at


def done(name: str, job: Job, at: datetime) -> int:
    """Do one; how much was done, nothing when it failed. A database that is away is for the loop to
    wait for."""
    try:
        return int(job(at) or 0)
    except OperationalError:
        raise
    except Exception:  # what comes after it has its turn all the same
        log.exception("job_failed", job=name)
        return 0
