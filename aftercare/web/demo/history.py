"""What the demo company has done so far: most of what fell due was done, a little was not."""

from datetime import datetime, timedelta

from aftercare.catalog.models import Project
from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.plans import queries
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.promises.actions.following import promise_of
from aftercare.promises.models import Commitment

FORGOTTEN = 11  # every so many-th was forgotten
LATE = 7  # every so many-th was done late


def keep_past_promises(at: datetime) -> None:
    """Record what met the past promises of the projects, in the order they were due."""
    past = Commitment.objects.filter(state="open", due_at__lt=at, subject__startswith="project/")
    rows = past.select_related("plan_version").order_by("due_at", "id")
    for number, row in enumerate(list(rows), start=1):
        if number % FORGOTTEN:
            late = timedelta(hours=30) if number % LATE == 0 else timedelta(hours=-5)
            _meet(row, at, late)


def _meet(row: Commitment, at: datetime, late: timedelta) -> None:
    promise = promise_of(queries.document(row.plan_version), row.promise)
    kinds = [kind for kind in promise.until if EVENTS[kind].milestone]
    if not kinds or row.due_at is None:
        return
    moment = min(max(row.due_at + late, row.opens_at or row.started_at), at)
    signed = {"provider": moment.isoformat(), "customer": moment.isoformat()}
    data: dict[str, object] = {"schedule": row.promise} if row.opens_at else {}
    if EVENTS[kinds[0]].signatures:
        data["signatures"] = signed
    project = Project.objects.get(pk=row.subject.partition("/")[2])
    plans.record_milestone(project, kinds[0], occurred_at=moment, by=SYSTEM, at=at, data=data)
