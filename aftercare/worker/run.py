"""The worker's loop."""

import threading

from aftercare.worker import heartbeat

BEAT_SECONDS = 10


def run_forever(stop: threading.Event) -> None:
    """Beat until told to stop."""
    while not stop.is_set():
        heartbeat.beat()
        stop.wait(BEAT_SECONDS)
