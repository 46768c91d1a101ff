"""Writing many rows back that were read, without asking Django for a statement each time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import Field, Model


def write_back(rows: Sequence[Model], fields: Iterable[str]) -> None:
    """Write these fields of rows that are in the database; nothing for no rows.

    As `bulk_update` does, with values only and no expressions, and all rows are of one model.
    That one writes a statement with a choice by key for every field and row, which took longer
    than all else when a case went on (`docs/decisions/0022`); here one statement is sent with the
    values of each row.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    written = set(fields)
    columns = [one for one in meta.concrete_fields if one.name in written]
    sets = ", ".join(f"{_name(one)} = %s" for one in columns)
    statement = f"UPDATE {meta.db_table} SET {sets} WHERE {_name(meta.pk)} = %s"  # noqa: S608  # names of our own
    values = [
        [one.get_db_prep_save(getattr(row, one.attname), connection) for one in (*columns, meta.pk)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _name(column: "Field[Any, Any]") -> str:
    return f'"{column.column}"'
