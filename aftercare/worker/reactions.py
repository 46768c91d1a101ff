"""Who reacts to which event.

AT_ONCE runs inside the transaction that records the events: what must never be missing, such as
the clocks of a case. AFTERWARDS runs in the worker, in order, at least once: mail, notices.
"""

from collections.abc import Sequence

from aftercare.kit.models import Event


def at_once(events: Sequence[Event]) -> None:
    """Let the promise engine see the events of this transaction."""
