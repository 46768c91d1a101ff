"""Statements that are asked all day: written once by Django, then asked again with other values.

Writing a statement costs Django more than answering it costs the database. Where a case is
registered half of the processor's work was writing the same few statements again
(`docs/decisions/0022`).
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Blank(Expression):
    """Stands in a prepared statement where a value will be."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Itself in the place of the parameter."""
        return "%s", (self,)


class Prepared(Generic[Row]):
    """A look-up of one shape, made by a function whose arguments are the values it takes.

        _by_serial = Prepared(lambda serial: Unit.objects.filter(serial=serial))
        units = _by_serial(serial="CH300-26-001")

    The rows come as the queryset would give them, in a list and without prefetches. No value may
    be None: a look for what is empty has another shape.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]]) -> None:
        self._ask = ask
        self._written: tuple[QuerySet[Any, Row], _Compiler] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values, one for every argument of the function."""
        self._written = self._written or self._write(values)
        rows, compiler = self._written
        asked = rows.all()
        asked.query.__class__ = _Query
        asked.query.__dict__["compiler_told"] = compiler.told(connections[rows.db], values)
        return list(asked)

    def _write(self, names: Iterable[str]) -> tuple[QuerySet[Any, Row], "_Compiler"]:
        rows = self._ask(**{name: Blank(name) for name in names})
        return rows, _Compiler(rows.query, connections[rows.db], rows.db)


class _Compiler(SQLCompiler):
    """Django's writer of statements, with one that is written already."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._sql, self._parameters = super().as_sql()

    def told(self, connection: BaseDatabaseWrapper, values: dict[str, Any]) -> "_Compiler":
        """The same statement on a connection, its blanks filled in."""
        filled = copy(self)
        filled.connection = connection
        filled._parameters = tuple(_filled(one, values, connection) for one in self._parameters)
        return filled

    def as_sql(self, *_arguments: Any, **_more: Any) -> tuple[str, tuple[Any, ...]]:
        return self._sql, self._parameters


class _Query(Query):
    """A query that has its compiler."""

    compiler_told: _Compiler

    def get_compiler(self, *_arguments: Any, **_more: Any) -> SQLCompiler:
        return self.compiler_told


def _filled(parameter: Any, values: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
    if not isinstance(parameter, Blank):
        return parameter
    value = values[parameter.name]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
