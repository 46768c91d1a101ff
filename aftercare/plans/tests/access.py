"""Who is let through to plans and agreements; see `api/tests/stage`."""

from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import (
    EVERYBODY,
    HEADS,
    LOOKING,
    SEES_THE_AGREEMENT,
    STAFF,
    Access,
    Keys,
    Rules,
    Stage,
)
from aftercare.promises.tests.rules.stories import PLAN

KEEPS = ((*HEADS, "author"), 403)
FOLLOWS = (tuple(name for name in EVERYBODY if name != "dealer2"), 404)
RULES: Rules = {
    "list_plans": (EVERYBODY, 0),
    "list_clauses": ((*HEADS, *LOOKING, "author"), 403),
    "list_versions": FOLLOWS,
    "show_version": FOLLOWS,
    "check_plan": (EVERYBODY, 0),
    "load_plan": (("author", "admin"), 403),
    "list_agreements": (EVERYBODY, 0),
    "make_agreement": KEEPS,
    "show_agreement": (SEES_THE_AGREEMENT, 404),
    "move_agreement": KEEPS,
    "list_milestones": (SEES_THE_AGREEMENT, 404),
    "record_milestone": (STAFF, 403),
    "correct_milestone": (STAFF, 403),
    "add_cover": KEEPS,
    "end_cover": KEEPS,
    **dict.fromkeys(("add_contact", "change_contact", "drop_contact"), KEEPS),
}


def keys(stage: Stage) -> Keys:
    return {
        "plans": {"plan": "sample", "number": 1},
        "agreements": {
            "id": stage.world.agreement.pk, "sequence": stage.milestone, "contact": stage.contact,
        },
    }  # fmt: skip


def bodies(stage: Stage) -> dict[str, Any]:
    world, at = stage.world, timezone.now().isoformat()
    return {
        "check_plan": {"text": "plan: x"},
        "load_plan": {"text": PLAN.replace("zh: 样例", "zh: 样例三")},
        "make_agreement": {
            "number": "B-1", "title": "x", "plan": "sample", "version": 1,
            "customer": world.unit.customer_id, "signed_on": "2026-01-01",
        },
        "move_agreement": {"version": stage.second_version, "reason": "x"},
        "record_milestone": {"kind": "training.held", "occurred_at": at},
        "correct_milestone": {"withdrawn": True, "reason": "x"},
        "add_cover": {"site": world.site.pk, "from_on": at[:10]},
        "end_cover": {"unit": world.unit.pk, "on": "2299-01-01", "reason": "x"},
        "add_contact": {"role": "lead", "name": "孙丽"},
        "change_contact": {"role": "lead", "name": "孙丽"},
    }  # fmt: skip


ACCESS = Access(RULES, keys, bodies)
