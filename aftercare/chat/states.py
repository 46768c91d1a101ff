"""The life of a consultation, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from aftercare.kit.states import Move, from_states


class Standing(TextChoices):
    """Where a consultation stands."""

    WAITING = "waiting", _("waiting for somebody")
    TALKING = "talking", _("in conversation")
    ENDED = "ended", _("ended")
    CASE = "case", _("became a case")


S = Standing
OPEN = from_states(S.WAITING, S.TALKING)

MOVES: dict[str, Move] = {
    "take": Move(from_states(S.WAITING), S.TALKING, "consultation.taken", _("Take it")),
    "give_back": Move(
        from_states(S.TALKING), S.WAITING, "consultation.given_back", _("Give it back")
    ),
    "end": Move(OPEN, S.ENDED, "consultation.ended", _("End")),
    "become_case": Move(
        from_states(S.WAITING, S.TALKING, S.ENDED), S.CASE, "consultation.became_case",
        _("Register a case"),
    ),
}  # fmt: skip


class Result(TextChoices):
    """Whether the question was answered, and who says so."""

    CONFIRMED = "confirmed", _("answered, the customer says")
    ANSWERED = "answered", _("answered, the agent says")
    SILENT = "silent", _("the customer said nothing more")
    CASE = "case", _("not answered here, became a case")
