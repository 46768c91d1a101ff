"""Whether somebody is on duty at the web page, and when it opens.

A roster says who should be there; only an open page of somebody on duty says that they are. When
nobody is, and the department that takes reports is closed, its hours say when it opens.
"""

from dataclasses import dataclass
from datetime import datetime

from aftercare.chat import queries
from aftercare.duty import queries as duty


@dataclass(frozen=True)
class Opening:
    """is_open: somebody would answer now. opens_at: when somebody will, if that is known."""

    is_open: bool
    opens_at: datetime | None = None


def at(moment: datetime) -> Opening:
    """Whether somebody on duty is at a page of ours at this moment; else when we open."""
    if queries.attending(moment).exists():
        return Opening(is_open=True)
    roster = duty.taking_reports()
    if roster is None or duty.within_hours(roster.department, moment):
        return Opening(is_open=False)
    return Opening(is_open=False, opens_at=duty.opens_next(roster.department, moment))
