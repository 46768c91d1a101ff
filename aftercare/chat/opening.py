"""Whether somebody is on duty at the web page, and when it opens."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.chat import queries


@dataclass(frozen=True)
class Opening:
    """is_open: somebody would answer now. opens_at: when somebody will, if that is known."""

    is_open: bool
    opens_at: datetime | None = None


def at(moment: datetime) -> Opening:
    """Whether somebody on duty is at a page of ours at this moment."""
    return Opening(queries.attending(moment).exists())
