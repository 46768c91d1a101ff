"""What a database holds, in figures that a restored one must show again."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

Query = Callable[[str], Any]


def tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Our tables that exist, sorted."""
    names = connections[using].introspection.django_table_names(only_existing=True)
    return sorted({*names, MigrationRecorder.Migration._meta.db_table})


def rows(using: str, names: list[str]) -> dict[str, int]:
    """The number of rows of each table; a table that is missing counts as -1."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return {name: _count(cursor, connection, name) if name in there else -1 for name in names}


def chain_head(using: str) -> tuple[int, str]:
    """Length of the event chain, and the hash of its last event."""
    from aftercare.kit.models import ChainHead

    head = ChainHead.objects.using(using).filter(pk=1).first() or ChainHead()
    return head.length, head.hash


def migrations(using: str) -> list[str]:
    """The migrations that a database has, as `app.name`."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def is_empty(using: str = DEFAULT_DB_ALIAS) -> bool:
    """True when nobody has entered anything yet: no row in any table of ours but the machinery."""
    existing = set(tables(using))
    return not any(
        model._base_manager.using(using).exists()
        for config in apps.get_app_configs()
        if config.name.startswith("aftercare.") and config.label not in {"worker"}
        for model in config.get_models()
        if model._meta.db_table in existing and model._meta.label != "kit.ChainHead"
    )


def _count(cursor: Any, connection: Any, name: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
    return int(cursor.fetchone()[0])
