"""Moving a SQLite backup into PostgreSQL: row by row, with every value kept as it is."""

from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, models

CHUNK = 5000


def copy_all(using: str) -> None:
    """Replace the rows of every table by those of another database; inside a transaction.

    Foreign keys are checked at the end of the transaction, so the order does not matter.
    """
    everything = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed
    ]
    with connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in everything)
        cursor.execute(f"TRUNCATE {names}")
        for model in everything:
            _copy(cursor, model, using)
        for statement in connection.ops.sequence_reset_sql(no_style(), everything):
            cursor.execute(statement)


def _copy(cursor: Any, model: type[models.Model], using: str) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in _rows(model, fields, using):
            copy.write_row(
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, row, strict=True)
                ]
            )


def _rows(model: type[models.Model], fields: list[Any], using: str) -> Any:
    if model._meta.db_table not in connections[using].introspection.table_names():
        return []
    names = [field.attname for field in fields]
    return model._base_manager.using(using).values_list(*names).iterator(chunk_size=CHUNK)
