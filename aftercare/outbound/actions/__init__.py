"""Everything a person or another folder does to the outbox. Sending is in `jobs`, by the worker."""

from aftercare.outbound.actions.keeping import (
    MOST,
    hold_message,
    retry_message,
    retry_messages,
)
from aftercare.outbound.actions.opting import allow, opt_out
from aftercare.outbound.actions.queueing import new_message_id, queue, queue_letter

__all__ = [
    "MOST",
    "allow",
    "hold_message",
    "new_message_id",
    "opt_out",
    "queue",
    "queue_letter",
    "retry_message",
    "retry_messages",
]
