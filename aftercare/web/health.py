"""`/healthz`: this process answers. `/readyz`: it can do its work.

Both stand before every other middleware: no session, no host check, no log line per probe, and
nothing in the answer that a stranger may not know.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

LATE_AFTER_SECONDS = 90


class Health:
    """Answers the two addresses of the machines that watch us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer({"alive": True})
        if request.path_info == "/readyz":
            return self.readiness()
        return self.get_response(request)

    def readiness(self) -> JsonResponse:
        """200 when the database answers and is migrated; a late worker is told, not fatal."""
        database = _database_answers()
        self.migrated = self.migrated or (database and not waiting_migrations())
        ready = database and self.migrated
        report = {
            "ready": ready,
            "database": "reachable" if database else "unreachable",
            "migrations": ("applied" if self.migrated else "missing") if database else "unknown",
            "worker": _worker() if ready else {"state": "unknown"},
        }
        return _answer(report, status=200 if ready else 503)


def waiting_migrations() -> list[str]:
    """Names of the migrations that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _database_answers() -> bool:
    for _attempt in range(2):  # a connection kept from before a restart fails once
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            connection.close()
        else:
            return True
    return False


def _worker() -> dict[str, Any]:
    age = seconds_since_beat()
    if age is None:
        return {"state": "unknown"}
    state = "alive" if age < LATE_AFTER_SECONDS else "late"
    return {"state": state, "seconds_since_beat": round(age, 1)}


def seconds_since_beat() -> float | None:
    """How long ago the liveliest worker was seen; None when none ever was."""
    if not apps.is_installed("aftercare.worker"):
        return None
    from aftercare.worker.models import Heartbeat

    last = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    return None if last is None else (timezone.now() - last).total_seconds()


def _answer(report: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(report, status=status, headers={"Cache-Control": "no-store"})
