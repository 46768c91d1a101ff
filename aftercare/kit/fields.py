"""Columns that differ between the databases."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class TokensField(_Text):
    """Search tokens with spaces between them.

    Text in SQLite, where an FTS5 table indexes it; a tsvector in PostgreSQL.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Tokens are taken as they stand; they hold nothing that tsvector would read otherwise."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"
