"""A holiday notice came out: what was provisional until then is counted again, and is not any
more."""

from datetime import datetime

from django.db import transaction

from aftercare.kit import events
from aftercare.plans.models import Agreement
from aftercare.promises import sources
from aftercare.promises.actions.following import refresh
from aftercare.promises.models import Commitment


def settle_provisional(*, at: datetime) -> int:
    """Derive again whatever has a provisional commitment; how many subjects that were.

    Nothing else changes by a notice. One subject at a time, so that nobody waits for long.
    """
    provisional = Commitment.objects.filter(provisional=True)
    subjects = provisional.order_by("agreement", "subject").values_list("agreement", "subject")
    count = 0
    for key, subject in subjects.distinct().iterator(chunk_size=2000):
        with transaction.atomic():
            events.take_turn()
            refresh(sources.source(Agreement.objects.get(pk=key), subject), as_of=at)
        count += 1
    return count
