"""The life of an incident and of a measure, as tables (lifecycle 24)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class IncidentState(TextChoices):
    """Where an incident stands."""

    CONVENED = "convened", pgettext_lazy("incident", "convened")
    PLANNED = "planned", pgettext_lazy("incident", "plan approved")
    ACTED = "acted", pgettext_lazy("incident", "being acted on")
    CLOSED = "closed", pgettext_lazy("incident", "closed")


S = IncidentState
OPEN = from_states(S.CONVENED, S.PLANNED, S.ACTED)
# A better plan may be approved at any time; what is being acted on stays so.
MOVES: dict[str, Move] = {
    "approve": Move(
        from_states(S.CONVENED, S.PLANNED), S.PLANNED, "incident.plan-approved",
        pgettext_lazy("incident", "Approve the plan"),
    ),
    "approve_again": Move(
        from_states(S.ACTED), S.ACTED, "incident.plan-approved",
        pgettext_lazy("incident", "Approve the plan"),
    ),
    "act": Move(
        from_states(S.PLANNED), S.ACTED, "incident.acted", pgettext_lazy("incident", "Act")
    ),
    "close": Move(
        OPEN, S.CLOSED, "incident.closed", pgettext_lazy("incident", "Close with a report"),
        needs=("cause", "done", "changed"),
    ),
}  # fmt: skip


class MeasureState(TextChoices):
    """Where a measure stands."""

    OPEN = "open", pgettext_lazy("measure", "open")
    DONE = "done", pgettext_lazy("measure", "done")
    DROPPED = "dropped", pgettext_lazy("measure", "dropped")


M = MeasureState
MEASURE_MOVES: dict[str, Move] = {
    "finish": Move(
        from_states(M.OPEN), M.DONE, "incident.measure-done", pgettext_lazy("measure", "Done"),
        needs=("result",),
    ),
    "drop": Move(
        from_states(M.OPEN), M.DROPPED, "incident.measure-dropped",
        pgettext_lazy("measure", "Drop"), needs=("result",),
    ),
}  # fmt: skip

# What happens on the cases of an incident; words of the plan language.
ON_CASES = ("emergency.declared", "emergency.planned")


def emitted() -> frozenset[str]:
    """The kinds of the plan language that an incident brings about on its cases."""
    return frozenset(ON_CASES)
