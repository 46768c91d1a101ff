"""Columns that differ between the databases."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TokensField(models.TextField):
    """Search tokens with spaces between: text in SQLite, where an FTS5 table indexes it; a tsvector in PostgreSQL."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Tokens are taken as they are; PostgreSQL must not cut them once more."""
        if connection.vendor == "postgresql":
            return "array_to_tsvector(string_to_array(%s::text, ' '))"
        return "%s"
