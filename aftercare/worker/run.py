"""The loop: take the steps whose moment has come, then sleep until there may be more.

Work grows with what is due, never with what is open. Any number of workers may run; each step
is taken by one of them, once. A worker that is killed has done a step entirely or not at all.

Mail and other messages are sent in a thread of their own: a server that does not answer must not
keep the clocks waiting.
"""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread

import structlog
from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone

from aftercare.accounts import jobs as accounts
from aftercare.api import jobs as api
from aftercare.chat import jobs as chat
from aftercare.complaints import jobs as complaints
from aftercare.desk import jobs as desk
from aftercare.documents import jobs as documents
from aftercare.duty import jobs as duty
from aftercare.emergency import jobs as emergency
from aftercare.mail import jobs as mail
from aftercare.outbound import jobs as outbound
from aftercare.patches import jobs as patches
from aftercare.promises import actions as promises
from aftercare.promises import queries
from aftercare.promises.rules import holidays
from aftercare.skills import jobs as skills
from aftercare.worker.following import follow_up
from aftercare.worker.models import Cursor, Heartbeat

BATCH = 100
IDLE_SECONDS = 1.0
HOLIDAYS = "holidays"  # the last year whose holidays were known
BEAT = timedelta(seconds=20)
LAST_SENDING = 3.0  # seconds that a message which is being sent has at the end
Job = Callable[[datetime], int]
log = structlog.get_logger(__name__)


def run_forever(stop: Signal, *, idle_seconds: float = IDLE_SECONDS) -> None:
    """Work until `stop` is set. A database that is away or locked is tried again, not given up
    on."""
    sender = Thread(target=send_forever, args=(stop, idle_seconds), name="sender", daemon=True)
    sender.start()
    beaten: datetime | None = None
    while not stop.is_set():
        close_old_connections()
        try:
            now = timezone.now()
            if beaten is None or abs(now - beaten) >= BEAT:
                beat(now)
                tend(now)
                beaten = now
            mail.start_turn(now)
            busy = run_once(now)
        except OperationalError as error:
            log.warning("database_unavailable", reason=str(error))
            busy = False
        if not busy:
            stop.wait(idle_seconds)
    sender.join(LAST_SENDING)


def send_forever(stop: Signal, idle_seconds: float) -> None:
    """Send what is due until `stop` is set. A fault is tried again, like a database that is away:
    without this thread nobody would be told anything."""
    while not stop.is_set():
        close_old_connections()
        try:
            now = timezone.now()
            busy = send_due(now)
        except OperationalError as error:
            log.warning("database_unavailable", reason=str(error))
            busy = 0
        except Exception:
            log.exception("sending_failed")
            busy = 0
        if not busy:
            stop.wait(idle_seconds)
    connections.close_all()


def send_due(at: datetime) -> int:
    """Write what follows from events, and send what is due; how much of it."""
    return sum(_do(job, at) for job in SENDING)


def tend(at: datetime) -> None:
    """Do what is done now and then."""
    for job in NOW_AND_THEN:
        _do(job, at)


def _do(job: Job, at: datetime) -> int:
    """Do one job; how much of it there was. A fault in it is logged and keeps no other job waiting,
    least of all the clocks; a database that is away concerns them all."""
    try:
        return int(job(at))
    except OperationalError:
        raise
    except Exception:
        log.exception("job_failed", job=f"{job.__module__}.{job.__name__}")
        return 0


def settle_when_published(at: datetime) -> bool:
    """Count provisional promises again once a new year's holidays are installed; whether it did."""
    published = max(holidays.china().published_years)
    known, new = Cursor.objects.get_or_create(name=HOLIDAYS, defaults={"sequence": published})
    if new or known.sequence == published:
        return False
    count = promises.settle_provisional(at=at)
    Cursor.objects.filter(name=HOLIDAYS).update(sequence=published)
    log.info("holidays_published", year=published, subjects=count)
    return True


def run_once(at: datetime) -> int:
    """Take one batch of steps; how many commitments were looked at."""
    ready = queries.with_something_to_do(at, BATCH)
    for key in ready:
        try:
            promises.act(key, at=at)
        except OperationalError:
            raise
        except Exception:  # one broken commitment must not stop all others
            log.exception("commitment_failed", commitment=key)
            promises.put_off(key, until=at + timedelta(minutes=5))
    return len(ready)


def run_until_idle(at: datetime) -> int:
    """Take everything that is due at a moment; for tests, the demo and simulations."""
    total = 0
    while worked := run_once(at):
        total += worked
    return total


def beat(at: datetime) -> None:
    """Say that this worker is alive."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    Heartbeat.objects.update_or_create(worker=name, defaults={"at": at})
    Heartbeat.objects.filter(at__lt=at - timedelta(days=1)).delete()


def _follow(_at: datetime) -> int:
    return follow_up()


NOW_AND_THEN: Sequence[Job] = (
    settle_when_published, api.forget_old_answers, accounts.forget_old, documents.forget_strays,
    chat.tend, outbound.forget_old, duty.look_ahead, desk.remind_of_the_law,
    complaints.remind_of_the_law, skills.remind, emergency.tend,
)  # fmt: skip
SENDING: Sequence[Job] = (_follow, patches.tend, accounts.send_due, outbound.send_due)
