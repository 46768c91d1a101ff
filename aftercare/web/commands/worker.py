"""`aftercare worker`: acts on time, in the foreground."""

import signal
import threading

import structlog
from django.utils.translation import gettext as _

from aftercare.web import checks, running
from aftercare.worker import run as worker

HELP = _(
    "Run one worker: what is due, warnings, mail.\n\n"
    "aftercare serve starts workers by itself; use this to run more of them, or on a machine of "
    "their own. It ends after the step in hand on Ctrl-C or TERM."
)


def run() -> None:
    """Run the loop until a signal."""
    checks.refuse_unsafe()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    log = structlog.get_logger("aftercare.worker")
    with running.shared():
        log.info("worker_started")
        worker.run_forever(stop)
        log.info("worker_ended")
