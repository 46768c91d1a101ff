"""Numbers people read aloud: gap-free within their range, given inside the transaction."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.models import Counter

TABLE = Counter._meta.db_table
# One statement, so that two at once wait for each other and never get the same.
NEXT = (
    f"INSERT INTO {TABLE} (name, value) VALUES (%s, 1)"  # noqa: S608  # our own table's name
    f" ON CONFLICT (name) DO UPDATE SET value = {TABLE}.value + 1 RETURNING value"
)


def next_number(prefix: str, at: datetime) -> str:
    """The next number of a day, such as `C20261122-0007`; a rollback gives it back.

    The day is that of the company's zone, whatever zone the reader is in. What gets a number
    leaves an event, so the turn to append is taken before the counter is locked: of two who take
    both in another order, each would wait for the other.
    """
    events.take_turn()
    name = f"{prefix}{at.astimezone(timezone.get_default_timezone()):%Y%m%d}"
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [name])
        (value,) = cursor.fetchone()
    return f"{name}-{value:04d}"
