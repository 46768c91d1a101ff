"""Numbers people read aloud: gap-free within their range, given inside the transaction."""

from datetime import date

from django.db.models import F

from aftercare.kit.models import Counter


def next_number(prefix: str, on: date) -> str:
    """The next number of a day, such as `C20261122-0007`; a rollback gives it back."""
    name = f"{prefix}{on:%Y%m%d}"
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + 1)
    value = Counter.objects.values_list("value", flat=True).get(name=name)
    return f"{name}-{value:04d}"
