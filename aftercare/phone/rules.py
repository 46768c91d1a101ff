"""Telephone numbers as people write them, and how a call stands."""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

SHORTEST = 3  # digits that make a search; fewer find everybody
LONGEST = 20


class Standing(StrEnum):
    """How a call stands, by what is known of it."""

    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    MISSED = "missed"


def digits(number: str) -> str:
    """The digits of a number as it is dialled at home: 0086 and +86 are left out (E.164 for
    China), as are spaces, dashes and brackets. Full-width digits count as digits."""
    plain = unicodedata.normalize("NFKC", number)
    found = re.sub(r"[^0-9+]", "", plain)
    found = re.sub(r"^(\+86|0086)", "", found)
    return found.replace("+", "")[:LONGEST]


def standing(
    rang_at: datetime | None, answered_at: datetime | None, ended_at: datetime | None
) -> Standing:
    """How a call stands when these of its moments are known."""
    if ended_at is not None:
        return Standing.ENDED if answered_at is not None else Standing.MISSED
    return Standing.TALKING if answered_at is not None else Standing.RINGING
