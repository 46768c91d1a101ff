"""What the worker does with conversations that nobody goes on with."""

from datetime import datetime

import structlog
from django.db import OperationalError, transaction

from aftercare.chat import actions, queries
from aftercare.chat.models import Consultation
from aftercare.chat.rules import Fate, fate
from aftercare.chat.states import Result, Standing
from aftercare.kit import events
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM

log = structlog.get_logger(__name__)


def tend(at: datetime) -> int:
    """Turn forgotten questions into cases, and end what is over; how many."""
    return sum(_tended(key, at) for key in queries.left_alone(at))


def _tended(key: int, at: datetime) -> bool:
    try:
        return _settled(key, at)
    except OperationalError:
        raise
    except Refusal as refusal:  # somebody was faster, or the question can be no case as it is
        log.warning("consultation_not_settled", consultation=key, reason=str(refusal))
        return False


@transaction.atomic
def _settled(key: int, at: datetime) -> bool:
    events.take_turn()
    one = Consultation.objects.select_for_update(of=("self",)).get(pk=key)
    if not one.is_open:
        return False
    what = fate(
        taken=one.state == Standing.TALKING, last_side=one.last_side, last_at=one.last_at, at=at
    )
    if what is Fate.CASE:
        actions.become_case(one, by=SYSTEM, at=at)
    elif what is Fate.OVER:
        actions.end(one, by=SYSTEM, at=at, result=Result.SILENT)
    return what is not Fate.GOES_ON
