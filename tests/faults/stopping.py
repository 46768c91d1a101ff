"""Stopping a worker where it hurts: inside the transaction of a step, nothing committed yet.

A worker process names `at_once` in its settings in place of the real reactions. They run first;
then, at the event it was told, the process says so and waits to be killed.
"""

import os
import sys
from collections.abc import Sequence

from aftercare.kit.models import Event
from aftercare.worker import reactions

seen: list[Event] = []


def at_once(events: Sequence[Event]) -> None:
    """What the real reactions do; then stop at the event whose turn it is."""
    reactions.at_once(events)
    seen.extend(events)
    if len(seen) >= int(os.environ["STOP_AT_EVENT"]):
        sys.stdout.write("in the middle\n")
        sys.stdout.flush()
        sys.stdin.readline()
