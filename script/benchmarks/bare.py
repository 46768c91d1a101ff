"""Recorded statements run again by the driver alone: what a figure is held against."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

Statement = tuple[str, Any]


def run(statements: Sequence[Statement]) -> None:
    """One statement after the other; every row is fetched."""
    cursor = connection.connection.cursor()
    for sql, params in statements:
        if connection.vendor == "sqlite":
            cursor.execute(sql % tuple("?" * len(params)) if params else sql, params or ())
        else:
            cursor.execute(sql, params)
        if cursor.description:
            cursor.fetchall()


def run_in_transaction(statements: Sequence[Statement]) -> None:
    """As `run`, committed as durably as the product commits."""
    driver = connection.connection
    if connection.vendor != "sqlite":
        with driver.transaction():
            run(statements)
        return
    driver.execute("BEGIN IMMEDIATE")
    run(statements)
    driver.execute("COMMIT")
