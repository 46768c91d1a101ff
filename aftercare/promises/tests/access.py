"""Who is let through to commitments; see `api/tests/stage`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import (
    EVERYBODY,
    HEADS,
    ON_THE_CASE,
    SEES_THE_AGREEMENT,
    Access,
    Keys,
    Rules,
    Stage,
)
from aftercare.promises.models import Commitment

RULES: Rules = {
    "list_commitments": (EVERYBODY, 0),
    "show_commitment": (SEES_THE_AGREEMENT, 404),
    "explain_commitment": (SEES_THE_AGREEMENT, 404),
    "waive_commitment": (HEADS, 403),
    "void_commitment": (HEADS, 403),
    "explain_lateness": (ON_THE_CASE, 0),
}


def keys(stage: Stage) -> Keys:
    return {"commitments": {"id": stage.commitment.pk}}


def bodies(_stage: Stage) -> dict[str, Any]:
    reason = {"reason": "x"}
    return {"waive_commitment": reason, "void_commitment": reason, "explain_lateness": reason}


def let_it_be_late(stage: Stage) -> None:
    early = timezone.now() - timedelta(days=1)
    Commitment.objects.filter(pk=stage.commitment.pk).update(due_at=early)


ACCESS = Access(RULES, keys, bodies, ready={"explain_lateness": let_it_be_late})
