"""Who is let through to the history; see `stage`."""

from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import ON_THE_CASE, SEES_THE_CASE, Access, Keys, Rules, Stage

RULES: Rules = {
    "list_events": (SEES_THE_CASE, 404),
    "show_event": (SEES_THE_CASE, 404),
    "record_event": (ON_THE_CASE, 0),
}


def keys(stage: Stage) -> Keys:
    return {"events": {"sequence": stage.commitment.started_by}}


def bodies(stage: Stage) -> dict[str, Any]:
    return {
        "record_event": {
            "subject": stage.case.reference, "kind": "case.contacted",
            "occurred_at": timezone.now().isoformat(),
        },
    }  # fmt: skip


def queries(stage: Stage) -> dict[str, str]:
    return {"list_events": f"?subject={stage.case.reference}"}


ACCESS = Access(RULES, keys, bodies, queries)
