"""Numbers people read aloud: gap-free within their range, given inside the transaction."""

from datetime import datetime

from django.db import connection

from aftercare.kit import days, events
from aftercare.kit.models import Counter

TABLE = Counter._meta.db_table
# One statement, so that two at once wait for each other and never get the same.
COUNTED = f"ON CONFLICT (name) DO UPDATE SET value = {TABLE}.value + 1 RETURNING value"
NEXT = f"INSERT INTO {TABLE} (name, value) VALUES (%s, 1) {COUNTED}"  # noqa: S608  # our own table's name
# The same, having taken the turn in the chain of events first.
NEXT_IN_TURN = (
    f"WITH turn AS ({events.TURN})"  # noqa: S608  # likewise
    f" INSERT INTO {TABLE} (name, value) SELECT %s, 1 FROM turn {COUNTED}"
)


def next_number(prefix: str, at: datetime) -> str:
    """The next number of a day, such as `C20261122-0007`; a rollback gives it back.

    The day is that of the company's zone, whatever zone the reader is in. What gets a number
    leaves an event, so the turn to append is taken before the counter is locked: of two who take
    both in another order, each would wait for the other. See `events.take_turn`.
    """
    name = f"{prefix}{days.today(at):%Y%m%d}"
    return f"{name}-{_next(name):04d}"


def _next(name: str) -> int:
    in_turn = connection.in_atomic_block and connection.features.has_select_for_update
    with connection.cursor() as cursor:
        cursor.execute(NEXT_IN_TURN if in_turn else NEXT, [name])
        row = cursor.fetchone()
    if row is None:  # no end of the chain to wait for: a database that was emptied, not migrated
        events.take_turn()
        return _next(name)
    return int(row[0])
