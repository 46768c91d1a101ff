"""The statements of one request, kept so that a bare driver can execute them again and again.

What differs from one case to the next is put in anew: the key of the request and whatever else
must be unique from a random source, numbers and keys from the rows that earlier statements return.
"""

import secrets
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

SETTING = ("BEGIN", "PRAGMA")  # said by the driver of the replay itself
Fresh = dict[Any, Any]


@dataclass(frozen=True)
class Said:
    """One statement as it reached the driver, and whether that was within a transaction."""

    sql: str
    parameters: tuple[Any, ...]
    within: bool


@dataclass(frozen=True)
class Made:
    """What the recorded request made: the values that must be others in a replay."""

    key: str
    number: str
    case: str
    event: uuid.UUID
    sequence: int
    previous_hash: str
    hash: str
    link_hash: str


@contextmanager
def recorded() -> Iterator[list[Said]]:
    """The statements that this process sends to its database meanwhile."""
    said: list[Said] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(SETTING):
            said.append(Said(sql, tuple(parameters or ()), connection.in_atomic_block))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield said


@dataclass(frozen=True)
class Step:
    """A statement made ready: `changing` are the places of parameters that differ each time."""

    sql: str
    parameters: tuple[Any, ...]
    changing: tuple[int, ...]
    within: bool
    learns: "Callable[[Made, Any], Fresh] | None"


@dataclass(frozen=True)
class Recording:
    """What a bare driver executes in place of the product, for one case at a time."""

    made: Made
    steps: tuple[Step, ...] = field(default=())

    @classmethod
    def of(cls, said: list[Said], made: Made) -> "Recording":
        """Find out which parameters change; the statement texts are written for the driver."""
        return cls(made, tuple(_step(one, made) for one in said))

    def begin(self) -> Fresh:
        """New values for what nothing in the database decides."""
        made, event = self.made, uuid.uuid4()
        return {
            made.key: secrets.token_hex(16),
            made.link_hash: secrets.token_hex(32),
            made.hash: secrets.token_hex(32),
            made.event: event,
            made.event.hex: event.hex,
            str(made.event): str(event),
        }


def _step(said: Said, made: Made) -> Step:
    old = set(_first(made)) | {made.previous_hash, made.sequence, f":{made.sequence}:"}
    old |= set(_case(made, ("0",))) | set(_number(made, (0,)))
    changing = [place for place, one in enumerate(said.parameters) if _holds(one, old)]
    sql = said.sql
    if connection.vendor == "sqlite":
        sql = sql.replace("%s", "?").replace("%%", "%")
    learns = next((learn for start, learn in LEARNING.items() if sql.startswith(start)), None)
    return Step(sql, said.parameters, tuple(changing), said.within, learns)


def _first(made: Made) -> list[Any]:
    event = made.event
    return [made.key, made.link_hash, made.hash, event, event.hex, str(event)]


def _number(made: Made, row: Any) -> Fresh:
    """A case number, as written, folded, and without signs."""
    new = f"{made.number.partition('-')[0]}-{row[0]:04d}"
    ways: list[Callable[[str], str]] = [
        str, str.lower, lambda number: number.lower().replace("-", "")
    ]  # fmt: skip
    return {way(made.number): way(new) for way in ways}


def _case(made: Made, row: Any) -> Fresh:
    return {made.case: f"case/{row[0]}"}


def _head(made: Made, row: Any) -> Fresh:
    """The end of the chain: the next place in it, and the hash before."""
    length, last = row
    return {
        made.sequence: length + 1, f":{made.sequence}:": f":{length + 1}:",
        made.previous_hash: last,
    }  # fmt: skip


LEARNING: dict[str, Callable[[Made, Any], Fresh]] = {
    "INSERT INTO kit_counter": _number,
    'INSERT INTO "desk_case"': _case,
    "SELECT length, hash FROM kit_chainhead": _head,
}


def _holds(value: Any, old: set[Any]) -> bool:
    if isinstance(value, str):
        return any(isinstance(one, str) and one in value for one in old)
    if isinstance(value, list):
        return any(_holds(one, old) for one in value)
    return isinstance(value, int | uuid.UUID) and value in old


def _filled(value: Any, fresh: Fresh) -> Any:
    """The value with the new in place of the recorded."""
    if isinstance(value, str):
        for old, new in fresh.items():
            if isinstance(old, str):
                value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [_filled(one, fresh) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | uuid.UUID) or value not in fresh:
        return value
    return fresh[value] if isinstance(value, uuid.UUID) else type(value)(fresh[value])


class Driver:
    """A bare connection to the database of the product, set up as the product sets up its own."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.connection = _connect()

    def __call__(self) -> None:
        """The statements of one request, in the same transaction."""
        fresh, within = self.recording.begin(), False
        cursor = self.connection.cursor()
        for step in self.recording.steps:
            if step.within and not within:
                cursor.execute(BEGIN[connection.vendor])
                within = True
            row = self._execute(cursor, step, fresh)
            if step.learns is not None:
                fresh |= step.learns(self.recording.made, row)
        cursor.execute("COMMIT")

    def _execute(self, cursor: Any, step: Step, fresh: Fresh) -> Any:
        given = list(step.parameters)
        for place in step.changing:
            given[place] = _filled(given[place], fresh)
        cursor.execute(step.sql, given)
        rows = cursor.fetchall() if cursor.description else None
        return rows[0] if rows else None


BEGIN = {"postgresql": "BEGIN", "sqlite": "BEGIN IMMEDIATE"}


def _connect() -> Any:
    if connection.vendor == "postgresql":
        import psycopg

        asked = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
        return psycopg.connect(**asked, autocommit=True)
    options = settings.DATABASES["default"]["OPTIONS"]
    bare = sqlite3.connect(
        settings.DATABASES["default"]["NAME"], timeout=options["timeout"], isolation_level=None
    )
    bare.executescript(options["init_command"])
    return bare
