"""Everything a person or another folder does to the outbox. Sending is in `jobs`, by the worker."""

from aftercare.outbound.actions.broadcasting import (
    Notice,
    go_on,
    move_broadcast,
    write_broadcast,
)
from aftercare.outbound.actions.hooking import (
    add_webhook,
    end_webhook,
    pause_webhook,
    queue_what_happened,
    rotate_secret,
)
from aftercare.outbound.actions.keeping import (
    MOST,
    hold_message,
    replay_message,
    retry_message,
    retry_messages,
    return_message,
)
from aftercare.outbound.actions.opting import allow, opt_out
from aftercare.outbound.actions.queueing import (
    key_of,
    new_message_id,
    queue,
    queue_letter,
)

__all__ = [
    "MOST",
    "Notice",
    "add_webhook",
    "allow",
    "end_webhook",
    "go_on",
    "hold_message",
    "key_of",
    "move_broadcast",
    "new_message_id",
    "opt_out",
    "pause_webhook",
    "queue",
    "queue_letter",
    "queue_what_happened",
    "replay_message",
    "retry_message",
    "retry_messages",
    "return_message",
    "rotate_secret",
    "write_broadcast",
]
