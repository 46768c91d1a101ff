"""Who is let through to rosters, shifts, stand-ins and leaves; see `api/tests/stage`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.duty import actions
from aftercare.kit.events import SYSTEM

IN_HOUSE = (*STAFF, *LOOKING, "author", "technician", "technician2")
KEEPS_DUTY = ("dispatcher", "lead", "manager", "leader", "admin")
RULES: Rules = {
    "list_rosters": (EVERYBODY, 0),
    "show_roster": (IN_HOUSE, 404),
    "show_duty": (IN_HOUSE, 404),
    "list_shifts": (IN_HOUSE, 404),
    "add_roster": (KEEPS_DUTY, 403),
    "change_roster": (KEEPS_DUTY, 0),
    "add_shift": (KEEPS_DUTY, 0),
    "end_shift": (KEEPS_DUTY, 0),
    "add_stand_in": (KEEPS_DUTY, 0),  # others hand over duty of their own
    "cancel_stand_in": (KEEPS_DUTY, 0),
    "add_leave": (KEEPS_DUTY, 403),
    "cancel_leave": (KEEPS_DUTY, 0),
}


def keys(stage: Stage) -> Keys:
    """A roster with a shift, somebody who stands in and somebody who is away."""
    cast, at = stage.world.cast, timezone.now()
    roster = actions.add_roster(cast.departments["客户服务部"], by=SYSTEM, at=at)
    shift = actions.add_shift(roster, person=cast["agent"], days=[0], begins=0, ends=60,
                              from_on=at.date(), by=SYSTEM, at=at)  # fmt: skip
    stretch: dict[str, Any] = {"begins_at": at, "ends_at": at + timedelta(hours=1), "at": at}
    stands = actions.stand_in(roster, person=cast["agent"], by=SYSTEM, **stretch)
    away = actions.enter_leave(cast["agent"], by=SYSTEM, **stretch)
    return {"rosters": {"id": roster.pk}, "shifts": {"id": shift.pk},
            "stand-ins": {"id": stands.pk}, "leaves": {"id": away.pk}}  # fmt: skip


def bodies(stage: Stage) -> dict[str, Any]:
    at = timezone.now()
    agent = stage.world.cast["agent"].pk
    stretch = {"person": agent, "begins_at": at.isoformat(),
               "ends_at": (at + timedelta(hours=1)).isoformat()}  # fmt: skip
    return {
        "add_roster": {"department": stage.world.cast.departments["质量部"].pk},
        "change_roster": {"covers": "always"},
        "add_shift": {"person": agent, "days": [1], "begins": "08:00", "ends": "09:00",
                      "from_on": at.date().isoformat()},
        "end_shift": {"on": "2199-01-01"},
        "add_stand_in": stretch,
        "add_leave": stretch,
    }  # fmt: skip


def queries(_stage: Stage) -> dict[str, str]:
    return {"show_duty": "?begin=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z"}


ACCESS = Access(RULES, keys, bodies, queries)
