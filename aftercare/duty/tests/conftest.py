"""A department with hours, an agent by day and a dispatcher by night."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.duty import actions
from aftercare.duty.models import Roster
from aftercare.kit.events import SYSTEM
from aftercare.web.demo.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)


@pytest.fixture
def roster(cast: Cast) -> Roster:
    """客户服务部: half past eight to five on working days, somebody there day and night."""
    made = actions.add_roster(
        cast.departments["客户服务部"], by=SYSTEM, at=MONDAY,
        fields={"head": cast["manager"], "covers": "always", "takes_reports": True},
    )  # fmt: skip
    for who, days, begins, ends in (
        ("agent", range(5), 510, 1020), ("dispatcher", range(5), 1020, 510),
        ("dispatcher", (5, 6), 510, 510),
    ):  # fmt: skip
        actions.add_shift(
            made, person=cast[who], days=list(days), begins=begins, ends=ends,
            from_on=date(2026, 2, 23), by=SYSTEM, at=MONDAY,
        )  # fmt: skip
    return made
