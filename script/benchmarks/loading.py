"""Many rows into one table at once: COPY on PostgreSQL, prepared inserts on SQLite.

Values are in the database's own writing, as `raw` reads them, so nothing is converted twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table, in the order in which `raw` reads and `load` writes them."""
    return [field.column for field in model._meta.concrete_fields]


def raw(model: type[models.Model], where: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
    """Rows as the database writes them down, oldest first; on PostgreSQL everything is text."""
    cast = "::text" if connection.vendor == "postgresql" else ""
    names = ", ".join(f'"{name}"{cast}' for name in columns(model))
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM {table} WHERE {where} ORDER BY {table}.{key}",  # noqa: S608  # our own words
            parameters,
        )
        return [list(row) for row in cursor.fetchall()]


def load(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Append rows, within the caller's transaction."""
    names = ", ".join(f'"{name}"' for name in columns(model))
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns(model)))
    connection.ensure_connection()
    connection.connection.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608  # our own words
        rows,
    )


def moment(value: Any) -> str:
    """A moment as the database writes it."""
    return str(connection.ops.adapt_datetimefield_value(value) or "")


@contextmanager
def hurried() -> Iterator[None]:
    """Fill without waiting for the disk: what is filled here is thrown away after a failure."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-1000000")
            cursor.execute("PRAGMA foreign_keys=OFF")
            yield
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA cache_size=-64000")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")  # no look-up for every key
        yield
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET synchronous_commit = on")


def settle(loaded: Iterable[type[models.Model]]) -> None:
    """What a database does by itself after a while: statistics, and the next numbers of keys."""
    if connection.vendor == "sqlite":
        return  # nobody tells SQLite to look at its tables
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
            cursor.execute(statement)
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def size() -> int:
    """The bytes of the database on the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
