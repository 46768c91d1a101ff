"""What may be said, who is meant, and what becomes of a consultation that nobody goes on with."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = 4000  # characters of one message
MOST_MESSAGES = 2000  # of one consultation; who has more to say needs a case
MOST_FILES = 20
TITLE = 80
PATIENCE = timedelta(minutes=10)  # a question nobody took becomes a case then
SILENCE = timedelta(minutes=30)  # so long after the last word a conversation is over
TYPES_FOR = timedelta(seconds=4)  # after the last key somebody counts as typing
HERE_FOR = timedelta(minutes=3)  # after the last sign an agent on duty counts as gone
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Side(StrEnum):
    """Who says something."""

    CUSTOMER = "customer"
    AGENT = "agent"

    @property
    def other(self) -> "Side":
        """Who hears it."""
        return Side.AGENT if self is Side.CUSTOMER else Side.CUSTOMER


class Fate(StrEnum):
    """What becomes of an open consultation."""

    GOES_ON = "goes-on"
    CASE = "case"  # the customer waits for an answer: nothing of it may be lost
    OVER = "over"  # the customer was answered and said nothing more


def cleaned(text: str) -> str:
    """A message as it is kept: line ends as one, without signs that hide or turn text round."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", plain).strip()


def title_of(text: str) -> str:
    """The first line of a question, cut at a length."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE else first[: TITLE - 1].rstrip() + "…"


def fate(*, taken: bool, last_side: str, last_at: datetime, at: datetime) -> Fate:
    """What becomes of a consultation at a moment, by who spoke last and when.

    Nobody took it: a case after `PATIENCE`. Taken and left alone: a case after `SILENCE` when the
    customer spoke last, otherwise it is over.
    """
    quiet = at - last_at
    if not taken:
        return Fate.CASE if quiet >= PATIENCE else Fate.GOES_ON
    if quiet < SILENCE:
        return Fate.GOES_ON
    return Fate.CASE if last_side == Side.CUSTOMER else Fate.OVER


def is_typing(at: datetime | None, now: datetime) -> bool:
    """Whether somebody who last touched a key at a moment counts as typing."""
    return at is not None and now - at < TYPES_FOR


def digits(phone: str) -> str:
    """A telephone number as two of them are compared."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
