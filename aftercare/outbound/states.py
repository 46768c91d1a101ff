"""The life of a message, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class MessageState(TextChoices):
    """Where a message is."""

    QUEUED = "queued", pgettext_lazy("message", "waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", _("not delivered")
    HELD = "held", _("held back")


S = MessageState
# What a person may do; the worker's own steps are in `jobs`.
MOVES: dict[str, Move] = {
    "retry": Move(
        from_states(S.QUEUED, S.FAILED, S.HELD), S.QUEUED, "message.retried", _("Send again")
    ),
    # What another system was told may be told again; nobody gets a letter twice.
    "replay": Move(from_states(S.SENT), S.QUEUED, "message.retried", _("Tell again")),
    "hold": Move(from_states(S.QUEUED, S.FAILED), S.HELD, "message.held", _("Hold back")),
}


class BroadcastState(TextChoices):
    """Where a broadcast is."""

    DRAFT = "draft", pgettext_lazy("broadcast", "being written")
    RUNNING = "running", pgettext_lazy("broadcast", "going out")
    STOPPED = "stopped", pgettext_lazy("broadcast", "stopped")
    DONE = "done", pgettext_lazy("broadcast", "all sent on their way")


B = BroadcastState
BROADCAST_MOVES: dict[str, Move] = {
    "start": Move(from_states(B.DRAFT), B.RUNNING, "broadcast.started", _("Send to all of them")),
    "stop": Move(
        from_states(B.RUNNING, B.DONE), B.STOPPED, "broadcast.stopped",
        pgettext_lazy("broadcast", "Stop"),
    ),
    "resume": Move(
        from_states(B.STOPPED), B.RUNNING, "broadcast.resumed",
        pgettext_lazy("broadcast", "Go on"),
    ),
}  # fmt: skip
