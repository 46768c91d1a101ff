"""Duty rosters of two departments: one day and night, one with a gap that is to be filled."""

from datetime import datetime, timedelta

from aftercare.duty import actions as duty
from aftercare.kit.events import SYSTEM
from aftercare.web.demo.cast import Cast

NIGHT_BEGINS, DAY_BEGINS = 17 * 60, 8 * 60 + 30
WORKDAYS, WEEKEND = range(5), (5, 6)


def make_rosters(cast: Cast, at: datetime) -> None:
    """The desk is there day and night; the technicians in office hours, with somebody away."""
    begin = at - timedelta(days=60)
    desk = duty.add_roster(
        cast.departments["客户服务部"], by=SYSTEM, at=begin,
        fields={"head": cast["manager"], "covers": "always", "takes_reports": True},
    )  # fmt: skip
    repair = duty.add_roster(
        cast.departments["工程维修部"], by=SYSTEM, at=begin, fields={"head": cast["lead"]}
    )
    for roster, who, days, begins, ends in (
        (desk, "agent", WORKDAYS, DAY_BEGINS, NIGHT_BEGINS),
        (desk, "dispatcher", WORKDAYS, NIGHT_BEGINS, DAY_BEGINS),
        (desk, "dispatcher", WEEKEND, DAY_BEGINS, DAY_BEGINS),
        (repair, "technician", WORKDAYS, DAY_BEGINS, NIGHT_BEGINS),
        (repair, "technician2", WEEKEND, DAY_BEGINS, NIGHT_BEGINS),
    ):  # fmt: skip
        duty.add_shift(
            roster, person=cast[who], days=list(days), begins=begins, ends=ends,
            from_on=begin.date(), by=SYSTEM, at=begin,
        )  # fmt: skip
    midnight = at.astimezone(repair.zone_info).replace(hour=0, minute=0, second=0, microsecond=0)
    away = midnight + timedelta(days=7 - midnight.weekday())  # next Monday
    duty.enter_leave(
        cast["technician"], begins_at=away, ends_at=away + timedelta(days=1), reason="training",
        by=cast["lead"], at=at,
    )  # fmt: skip
    duty.stand_in(
        desk, person=cast["agent"], instead_of=cast["dispatcher"],
        begins_at=away + timedelta(days=1, hours=17), ends_at=away + timedelta(days=1, hours=21),
        note="调班", by=cast["manager"], at=at,
    )  # fmt: skip
