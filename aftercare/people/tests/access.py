"""Who is let through to organisations and people; see `api/tests/stage`."""

from typing import Any

from aftercare.api.tests.stage import EVERYBODY, SEES_THE_UNIT, STAFF, Access, Keys, Rules, Stage

RULES: Rules = {
    "list_organisations": (EVERYBODY, 0),
    "add_organisation": (STAFF, 403),
    "show_organisation": (SEES_THE_UNIT, 404),
    "change_organisation": (STAFF, 0),
    "list_people": (EVERYBODY, 0),
    "add_person": (STAFF, 403),
    "show_person": (SEES_THE_UNIT, 404),
    "change_person": (("admin",), 0),
}


def keys(stage: Stage) -> Keys:
    return {
        "organisations": {"id": stage.world.unit.customer_id},
        "people": {"id": stage.world.cast["customer"].pk},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    return {
        "add_organisation": {"code": "N1", "name": "新客户"},
        "change_organisation": {"phone": "1"},
        "add_person": {"organisation": stage.world.unit.customer_id, "name": "新联系人"},
        "change_person": {"phone": "1"},
    }


ACCESS = Access(RULES, keys, bodies)
