"""The life of a review: opened by the figure, ended by a decision."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class ReviewState(TextChoices):
    """What was decided about a manager."""

    OPEN = "open", _("to be decided")
    KEPT = "kept", pgettext_lazy("manager", "stays")
    REPLACED = "replaced", pgettext_lazy("manager", "replaced")


MOVES: dict[str, Move] = {
    "keep": Move(
        from_states(ReviewState.OPEN), ReviewState.KEPT, "manager.kept", _("The manager stays"),
        needs=("reason",),
    ),
    "replace": Move(
        from_states(ReviewState.OPEN), ReviewState.REPLACED, "manager.replaced",
        _("Replace the manager"), needs=("successor", "reason"),
    ),
}  # fmt: skip


def emitted() -> frozenset[str]:
    """The kinds of events this folder brings about."""
    return frozenset({"manager.marked", "manager.proposed", *(one.event for one in MOVES.values())})
