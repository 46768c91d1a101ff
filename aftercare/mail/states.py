"""The life of a letter as a table."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class LetterState(TextChoices):
    """Where a letter stands."""

    COMING = "coming", pgettext_lazy("letter", "being read")
    WAITING = "waiting", pgettext_lazy("letter", "waiting")
    IN_CASE = "in-case", pgettext_lazy("letter", "in a case")
    WITH_COMPLAINT = "complaint", pgettext_lazy("letter", "with a complaint")
    ASIDE = "aside", pgettext_lazy("letter", "set aside")
    DONE = "done", pgettext_lazy("letter", "needs no case")


UNSETTLED = from_states(LetterState.COMING, LetterState.WAITING, LetterState.ASIDE)

MOVES: Mapping[str, Move] = {
    "wait": Move(from_states(LetterState.COMING), LetterState.WAITING, "letter.waiting",
                 _("Let it wait")),
    "obey": Move(from_states(LetterState.COMING), LetterState.DONE, "letter.obeyed",
                 _("Do what it asks for")),
    "join": Move(UNSETTLED | {LetterState.DONE}, LetterState.IN_CASE, "letter.joined",
                 _("Put it into a case")),
    "hear": Move(from_states(LetterState.COMING), LetterState.WITH_COMPLAINT, "letter.heard",
                 _("Put it with the complaint")),
    "set_aside": Move(from_states(LetterState.COMING, LetterState.WAITING), LetterState.ASIDE,
                      "letter.set-aside", _("Set it aside")),
    "take_up": Move(from_states(LetterState.ASIDE, LetterState.DONE), LetterState.WAITING,
                    "letter.taken-up", _("Take it up")),
    "dismiss": Move(from_states(LetterState.WAITING, LetterState.ASIDE), LetterState.DONE,
                    "letter.dismissed", _("It needs no case")),
}  # fmt: skip
