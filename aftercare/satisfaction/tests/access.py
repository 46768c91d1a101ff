"""Who is let through to marks and reviews of project managers; see `api/tests/stage`."""

from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, HEADS, LOOKING, STAFF, Access, Keys, Rules, Stage
from aftercare.satisfaction.models import ManagerMark, ManagerReview

ALL_BUT_ITS_MANAGER = tuple(name for name in (*STAFF, *LOOKING) if name != "lead")
RULES: Rules = {
    "list_manager_marks": (EVERYBODY, 0),
    "show_manager_mark": (ALL_BUT_ITS_MANAGER, 404),
    "give_manager_mark": (tuple(name for name in STAFF if name != "lead"), 0),
    "list_manager_reviews": (EVERYBODY, 0),
    "show_manager_review": (ALL_BUT_ITS_MANAGER, 404),
    "decide_manager_review": (tuple(name for name in HEADS if name != "lead"), 0),
}


def keys(stage: Stage) -> Keys:
    return {
        "manager-marks": {"id": mark(stage).pk},
        "manager-reviews": {"id": review(stage).pk},
    }


def bodies(stage: Stage) -> dict[str, Any]:
    today = timezone.localdate(timezone=timezone.get_default_timezone()).isoformat()
    return {
        "give_manager_mark": {
            "project": review(stage).project_id, "party": "client", "percent": 60,
            "said_by": "张伟", "said_on": today,
        },
        "decide_manager_review": {"reason": "x"},
    }  # fmt: skip


def review(stage: Stage) -> ManagerReview:
    """The one review there is, of the lead who manages the project."""
    project = stage.world.project
    type(project).objects.filter(pk=project.pk).update(manager=stage.world.cast["lead"])
    known = ManagerReview.objects.first()
    return known or ManagerReview.objects.create(
        state="open",
        project=project,
        manager=stage.world.cast["lead"],
        figure="42.5",
        below=50,
        opened_at=timezone.now(),
    )


def mark(stage: Stage) -> ManagerMark:
    """The one mark there is."""
    known = ManagerMark.objects.first()
    return known or ManagerMark.objects.create(
        project=stage.world.project,
        manager=stage.world.cast["lead"],
        party="client",
        percent=40,
        said_by="张伟",
        said_on="2026-01-02",
        recorded_by_name="林晓",
        recorded_at=timezone.now(),
    )


ACCESS = Access(RULES, keys=keys, bodies=bodies)
