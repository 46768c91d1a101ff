"""What a database knows about its tables, by which it chooses its ways.

PostgreSQL looks by itself. SQLite only when it is told to; without, it takes an index over states
for better than one that holds only the open cases in their order.
"""

from django.db import connection

LOOKED_AT = 1000  # rows of an index; enough to tell, and quick with millions


def refresh() -> None:
    """Let SQLite look at its tables again; half a second with a hundred thousand cases."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
