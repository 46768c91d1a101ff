"""How a remote session stands at a moment, whether or not anybody wrote that it ended."""

from datetime import datetime, timedelta

LINK_LASTS = timedelta(hours=24)  # so long the customer can answer
LONGEST = 72  # hours an authorisation may last
EXPIRED = "expired"
# In these states it ends by itself.
ASKED, ALLOWED = "requested", frozenset({"authorised", "connected"})


def standing(
    state: str, at: datetime, link_ends_at: datetime, authorised_until: datetime | None
) -> str:
    """The state at a moment: what was not answered, or was authorised for so long, is expired."""
    if state == ASKED and at >= link_ends_at:
        return EXPIRED
    if state in ALLOWED and authorised_until is not None and at >= authorised_until:
        return EXPIRED
    return state
