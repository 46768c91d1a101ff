"""What the worker does for the API now and then."""

from datetime import datetime, timedelta

from aftercare.api.models import GivenAnswer

KEPT = timedelta(hours=48)
AT_ONCE = 1000


def forget_old_answers(at: datetime) -> int:
    """Drop stored answers older than `KEPT`, some at a time; how many went."""
    old = GivenAnswer.objects.filter(made_at__lt=at - KEPT).order_by("made_at")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    GivenAnswer.objects.filter(pk__in=keys).delete()
    return len(keys)
