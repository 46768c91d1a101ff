"""What goes in and out of the API of duty."""

from typing import Annotated

from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.duty.models import Absence, Covers
from aftercare.kit import http

Clock = Annotated[str, Field(pattern=r"^\d{2}:\d{2}$", examples=["08:30"])]
Stretches = list[Annotated[str, Field(pattern=r"^\d{2}:\d{2}-\d{2}:\d{2}$")]]


class RosterShape(http.Shape):
    """The roster of a department, and who is on duty now."""

    id: int = Field(examples=[3])
    reference: str = Field(examples=["roster/3"])
    department: http.Named
    head: http.Named | None
    takes_reports: bool = Field(examples=[True])
    covers: Covers = Field(examples=["hours"])
    zone: str = Field(examples=["Asia/Shanghai"])
    week: list[list[str]] = Field(examples=[[["08:30-17:00"]] * 5 + [[], []]])
    exceptions: dict[str, list[str]] = Field(examples=[{"2026-12-31": ["08:30-12:00"]}])
    keeps_holidays: bool = Field(examples=[True])
    makeup: list[str] | None = Field(examples=[None])
    on_duty: http.Named | None = Field(description=N_("The one person on duty now."))
    answerable: http.Named | None = Field(
        description=N_("Who answers now: the person on duty, else the head.")
    )
    open: bool = Field(examples=[True], description=N_("Whether it is within service hours now."))
    opens_next: http.Moment | None
    revision: int = Field(examples=[1])


class TurnShape(http.Shape):
    """A stretch of duty of one person."""

    person: http.Named
    begins_at: http.Moment
    ends_at: http.Moment
    stands_in: bool = Field(examples=[False])


class GapShape(http.Shape):
    """A stretch in which somebody has to be on duty and nobody is."""

    begins_at: http.Moment
    ends_at: http.Moment


class DutyShape(http.Shape):
    """Who is on duty between two moments, and where nobody is."""

    turns: list[TurnShape]
    gaps: list[GapShape]


class DutyFilters(http.Shape):
    """Between which moments; at most three months."""

    begin: http.Moment
    end: http.Moment


class RosterFields(http.Shape):
    """What can be said about a roster."""

    head: http.Id | None = None
    takes_reports: http.Flag = False
    covers: Covers = Covers.HOURS
    zone: http.Word = "Asia/Shanghai"
    week: Annotated[list[Stretches], Field(min_length=7, max_length=7)] | None = Field(
        None, examples=[[["08:30-17:00"]] * 5 + [[], []]]
    )
    exceptions: dict[str, Stretches] = Field(default={}, max_length=400)
    keeps_holidays: http.Flag = True
    makeup: Stretches | None = Field(None, examples=[["08:30-17:00"]])


class NewRoster(RosterFields):
    """The roster of a department that has none."""

    department: http.Id


class NewShift(http.Shape):
    """A shift that comes back. Monday is day 0; an end before the beginning is on the next day."""

    person: http.Id
    days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7)]
    begins: Clock
    ends: Clock
    every: int = Field(1, ge=1, le=12, examples=[1], description=N_("Every so many weeks."))
    from_on: http.Day
    until_on: http.Day | None = None


class ShiftShape(http.Shape):
    """A shift."""

    id: int = Field(examples=[5])
    person: http.Named
    days: list[int] = Field(examples=[[0, 1, 2, 3, 4]])
    begins: str = Field(examples=["08:30"])
    ends: str = Field(examples=["17:00"])
    every: int = Field(examples=[1])
    from_on: http.Day
    until_on: http.Day | None
    revision: int = Field(examples=[1])


class ShiftEnd(http.Shape):
    """The last day of a shift."""

    on: http.Day


class NewStandIn(http.Shape):
    """Somebody is on duty once."""

    person: http.Id
    instead_of: http.Id | None = None
    begins_at: http.Moment
    ends_at: http.Moment
    note: http.Line = ""


class StandInShape(http.Shape):
    """Who stands in, and when."""

    id: int = Field(examples=[5])
    person: http.Named
    instead_of: http.Named | None
    begins_at: http.Moment
    ends_at: http.Moment
    cancelled_at: http.Moment | None
    revision: int = Field(examples=[1])


class NewLeave(http.Shape):
    """Somebody is away."""

    person: http.Id
    begins_at: http.Moment
    ends_at: http.Moment
    reason: Absence = Absence.LEAVE


class LeaveShape(http.Shape):
    """Who is away, and when."""

    id: int = Field(examples=[5])
    person: http.Named
    begins_at: http.Moment
    ends_at: http.Moment
    reason: Absence = Field(examples=["leave"])
    cancelled_at: http.Moment | None
    revision: int = Field(examples=[1])
