"""The loop: take the steps whose moment has come, then sleep until there may be more.

Work grows with what is due, never with what is open. Any number of workers may run; each step
is taken by one of them, once. A worker that is killed has done a step entirely or not at all.

Mail and other messages are sent in a thread of their own: a server that does not answer must not
keep the clocks waiting.
"""

from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread

import structlog
from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone

from aftercare.mail import jobs as mail
from aftercare.promises import actions as promises
from aftercare.promises import queries
from aftercare.worker import schedule

BATCH = 100
IDLE_SECONDS = 1.0
LAST_SENDING = 3.0  # seconds that a message which is being sent has at the end
log = structlog.get_logger(__name__)


def run_forever(stop: Signal, *, idle_seconds: float = IDLE_SECONDS) -> None:
    """Work until `stop` is set. A database that is away or locked is tried again, not given up
    on."""
    sender = Thread(target=send_forever, args=(stop, idle_seconds), name="sender", daemon=True)
    sender.start()
    rounds = schedule.Rounds()
    while not stop.is_set():
        close_old_connections()
        try:
            now = timezone.now()
            busy = run_once(now)  # first, so that no trouble with anything else reaches a clock
            rounds.make(now)
            mail.start_turn(now)
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
    return sum(schedule.done(name, job, at) for name, job in schedule.SENDING.items())


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
