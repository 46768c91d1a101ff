"""How the clock of a promise looks: its standing as colour, icon and words, never colour alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from aftercare.kit import reading


@dataclass(frozen=True)
class Face:
    """One standing: `tone` is a colour class, `icon` a drawing, `word` what it is called."""

    tone: str
    icon: str
    word: Any


FACES = {
    "running": Face("calm", "clock", pgettext_lazy("clock", "running")),
    "at-risk": Face("warn", "clock-exclamation", pgettext_lazy("clock", "at risk")),
    "overdue": Face("bad", "alert-triangle", pgettext_lazy("clock", "overdue")),
    "paused": Face("idle", "player-pause", pgettext_lazy("clock", "paused")),
    "kept": Face("good", "circle-check", pgettext_lazy("clock", "kept")),
    "late": Face("bad", "clock-x", pgettext_lazy("clock", "kept late")),
    "broken": Face("bad", "circle-x", pgettext_lazy("clock", "broken")),
    "waived": Face("idle", "hand-stop", pgettext_lazy("clock", "waived")),
    "void": Face("idle", "ban", pgettext_lazy("clock", "void")),
}

TICKING = ("running", "at-risk", "overdue")
PROVISIONAL = gettext_lazy("provisional")


def standing(
    state: str, due_at: datetime | None, now: datetime, warn_at: datetime | None = None
) -> str:
    """Which face a promise shows: `open` becomes running, at risk or overdue by the time of day.

    Any other state shows itself; an unknown one counts as running.
    """
    if state in FACES:
        return state
    if due_at is None or due_at > now:
        return "at-risk" if due_at and warn_at and warn_at <= now else "running"
    return "overdue"


def time_words(
    shown: str,
    due_at: datetime | None,
    now: datetime,
    *,
    left: timedelta | None = None,
    ended_at: datetime | None = None,
) -> str:
    """The time beside the standing: what is left, what it stopped at, or by how much it was missed.

    `left` is the open time still to go of a paused promise; `ended_at` when it was met.
    """
    if shown == "paused" and left:
        return reading.left_words(left)
    if shown == "late" and due_at and ended_at:
        return reading.left_words(due_at - ended_at)
    if due_at is None or shown not in TICKING:
        return ""
    return reading.left_words(due_at - now)


def script_words() -> dict[str, Any]:
    """What the page's script needs to go on counting where the server stopped."""
    return {
        "faces": {
            name: [FACES[name].tone, FACES[name].icon, str(FACES[name].word)] for name in TICKING
        },
        "parts": [[seconds, gettext(word)] for seconds, word in reading.CLOCK_PARTS],
        "left": pgettext("clock", "%(time)s left"),
        "over": pgettext("clock", "%(time)s over"),
    }
