"""Who may what in the folders that name it themselves; put together for `test_access`."""

from collections.abc import Callable
from typing import Any

from aftercare.api.tests import access_to_complaints as complaints
from aftercare.api.tests import access_to_remote as remote
from aftercare.desk.models import Case
from aftercare.web.demo.cast import Cast

RULES = {**complaints.RULES, **remote.RULES}
READY: dict[str, Callable[[Any], None]] = {
    **remote.READY,
    "finish_corrective_action": lambda stage: complaints.plan(stage.world.cast),
    "check_corrective_action": lambda stage: complaints.finish(stage.world.cast),
    "decide_complaint": lambda stage: complaints.investigate(stage.world.cast),
}


def make(case: Case, cast: Cast) -> None:
    """The records that the operations are about, of the customer of a case."""
    remote.ask(case, cast)
    complaints.make_complaint(case.customer)


def ids(case: Case) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of each area."""
    return {
        "complaints": {"number": complaints.number(), "id": complaints.corrective()},
        "remote": {"number": case.number, "id": remote.key()},
    }


def bodies(case: Case, cast: Cast) -> dict[str, Any]:
    """A body that fits for each operation."""
    return {**remote.BODIES, **complaints.bodies(case.number, cast["quality"].pk)}
