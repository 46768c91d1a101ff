"""Telling a database's planner what its statistics cannot."""

from typing import Any

from django.db.models import BooleanField, Func, Q


class Likely(Func):
    """A condition that SQLite does not take for rare: else it would begin with everything the
    condition holds for and sort that, before it reads an index in the order that is asked for.

        cases.filter(Likely(Q(customer__kind="household"))).order_by("reported_at")

    Other databases count, and see the condition as it is.
    """

    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, condition: Q) -> None:
        super().__init__(condition)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        """With SQLite's own word for how often a condition holds."""
        return self.as_sql(
            compiler, connection, template="likelihood(%(expressions)s, 0.9)", **more
        )
