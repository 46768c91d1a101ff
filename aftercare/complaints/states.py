"""The life of a complaint, as a table. Buttons, API moves and history lines come from it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class ComplaintState(TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", pgettext_lazy("complaint", "received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint", "acknowledged")
    INVESTIGATING = "investigating", pgettext_lazy("complaint", "being investigated")
    DECIDED = "decided", pgettext_lazy("complaint", "decision sent")
    ACCEPTED = "accepted", pgettext_lazy("complaint", "decision accepted")
    RECOURSE = "recourse", pgettext_lazy("complaint", "taken further")
    CLOSED = "closed", pgettext_lazy("complaint", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("complaint", "withdrawn")


S = ComplaintState
OPEN = from_states(
    S.RECEIVED, S.ACKNOWLEDGED, S.INVESTIGATING, S.DECIDED, S.ACCEPTED, S.RECOURSE
)  # fmt: skip
UNDECIDED = from_states(S.RECEIVED, S.ACKNOWLEDGED, S.INVESTIGATING)

# Nothing leads to `closed` but an acceptance, or a recourse that is on record (ISO 10002).
MOVES: dict[str, Move] = {
    "acknowledge": Move(
        from_states(S.RECEIVED), S.ACKNOWLEDGED, "complaint.acknowledged", _("Acknowledge")
    ),
    "investigate": Move(
        from_states(S.ACKNOWLEDGED, S.INVESTIGATING, S.RECOURSE), S.INVESTIGATING,
        "complaint.investigated", _("Name an investigator"), needs=("investigator",),
    ),
    "decide": Move(
        from_states(S.INVESTIGATING), S.DECIDED, "complaint.decided", _("Decide"),
        needs=("finding", "outcome", "cause", "decision"),
    ),
    "accept": Move(
        from_states(S.DECIDED), S.ACCEPTED, "complaint.accepted", _("Complainant accepts")
    ),
    "take_further": Move(
        from_states(S.DECIDED), S.RECOURSE, "complaint.taken_further",
        _("Complainant does not accept"), needs=("reason",),
    ),
    "close": Move(
        from_states(S.ACCEPTED, S.RECOURSE), S.CLOSED, "complaint.closed",
        pgettext_lazy("complaint", "Close"),
    ),
    "withdraw": Move(
        UNDECIDED | {S.DECIDED}, S.WITHDRAWN, "complaint.withdrawn",
        pgettext_lazy("complaint", "Withdraw"), needs=("reason",),
    ),
}  # fmt: skip

# What the complainant may do without us.
OF_COMPLAINANT = frozenset({"accept", "take_further", "withdraw"})
# What has an action of its own, because it looks at more than the table.
WITH_ACTION = frozenset({"investigate", "decide"})
BROUGHT_ABOUT = (
    "complaint.received", "complaint.weighed", "complaint.noted", "complaint.asked",
)  # fmt: skip


class CorrectiveState(TextChoices):
    """Where a corrective action stands."""

    OPEN = "open", pgettext_lazy("corrective", "to be planned")
    PLANNED = "planned", pgettext_lazy("corrective", "planned")
    DONE = "done", pgettext_lazy("corrective", "done, effect to be checked")
    EFFECTIVE = "effective", pgettext_lazy("corrective", "effective")


C = CorrectiveState
# Nothing leads to `effective` but a check of the effect (ISO 9001, 10.2).
CORRECTING: dict[str, Move] = {
    "plan": Move(
        from_states(C.OPEN, C.PLANNED), C.PLANNED, "corrective_action.planned", _("Plan it"),
        needs=("cause", "action"),
    ),
    "finish": Move(
        from_states(C.PLANNED), C.DONE, "corrective_action.done", _("It is done"),
        needs=("report",),
    ),
    "confirm": Move(
        from_states(C.DONE), C.EFFECTIVE, "corrective_action.confirmed", _("It has effect"),
        needs=("effect",),
    ),
    "reject": Move(
        from_states(C.DONE), C.OPEN, "corrective_action.rejected", _("It has no effect"),
        needs=("effect",),
    ),
}  # fmt: skip


def emitted() -> frozenset[str]:
    """The kinds of events that the life of a complaint brings about."""
    return frozenset({*(move.event for move in MOVES.values()), *BROUGHT_ABOUT})
