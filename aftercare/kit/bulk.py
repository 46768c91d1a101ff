"""Many plain records at once, as an import brings them: the same checks, history and results as
adding and changing one by one, in a few statements."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from aftercare.kit import events, records, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Revised

Record = TypeVar("Record", bound=Revised)
Row = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", (), [])


@dataclass
class Put(Generic[Record]):
    """What came of many rows; `happened` is to be recorded in the same transaction."""

    added: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    unchanged: int = 0
    happened: list[Happened] = field(default_factory=list)


@dataclass(frozen=True)
class Many(Generic[Record]):
    """One kind of record: by what it is known again, what its history tells, what must fit.

    keys: the columns that together name a record. told: what `<kind>.added` says of it. fits:
    refuses what does not go together. defaults: what a new record has besides, where the row says
    nothing. silent: as in `records.change`.
    """

    rows: Callable[[], QuerySet[Record]]
    keys: tuple[str, ...]
    kind: str
    told: tuple[str, ...]
    fits: Callable[[Record, datetime], None] = lambda _record, _at: None
    defaults: Callable[[], Row] = dict
    silent: bool = False

    def known(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], Record]:
        """The records that are there already, by their keys."""
        wanted = {f"{name}__in": {row[name] for row in rows} for name in self.keys}
        return {self._key_of(record): record for record in self.rows().filter(**wanted)}

    def refusals(self, rows: Sequence[Row], at: datetime) -> dict[int, Refusal]:
        """Why some rows (by their place) cannot be put."""
        known, found = self.known(rows), {}
        for place, row in enumerate(rows):
            record = self._with(known.get(self.key(row)), row)
            try:
                record.clean_fields(exclude=["password"])
                self.fits(record, at)
            except ValidationError as error:
                found[place] = records.refusal(error)
            except Refusal as refusal:
                found[place] = refusal
        return found

    def put(self, rows: Sequence[Row], *, by: Actor, at: datetime) -> Put[Record]:
        """Add what is new and change what differs. An empty value says nothing and changes
        nothing."""
        known, result = self.known(rows), Put[Record]()
        for row in rows:
            record = known.get(self.key(row))
            if record is None:
                result.added.append(self._with(None, row))
                known[self.key(row)] = result.added[-1]
            elif record.pk is not None:
                self._change(record, row, result, by, at)
        self.rows().model._default_manager.bulk_create(result.added, batch_size=500)
        result.happened[:0] = [
            Happened(f"{self.kind}.added", record.reference, at, by, data=self._told(record))
            for record in result.added
        ]
        return result

    def _change(
        self, record: Record, row: Row, result: Put[Record], by: Actor, at: datetime
    ) -> None:
        differing = {
            name: value for name, value in _said(row).items() if getattr(record, name) != value
        }
        if not differing:
            result.unchanged += 1
            return
        told = {name: [records.plain(getattr(record, name)), records.plain(value)]
                for name, value in differing.items()}  # fmt: skip
        states.write(record, changes=differing)
        data = {"changes": sorted(told) if self.silent else told}
        result.changed.append(record)
        result.happened.append(
            Happened(f"{self.kind}.changed", record.reference, at, by, data=data)
        )

    def _with(self, record: Record | None, row: Row) -> Record:
        """A copy of the record with the values of the row."""
        if record is None:
            one, given = self.rows().model(), {**self.defaults(), **_said(row)}
        else:
            one, given = copy.copy(record), _said(row)
            one._state = copy.copy(record._state)
            one._state.fields_cache = dict(record._state.fields_cache)
        for name, value in given.items():
            setattr(one, name, value)
        return one

    def _told(self, record: Record) -> dict[str, Any]:
        return {name: records.plain(getattr(record, name)) for name in self.told}

    def key(self, row: Row) -> tuple[Any, ...]:
        """What names the record of a row."""
        return tuple(_hashable(row[name]) for name in self.keys)

    def _key_of(self, record: Record) -> tuple[Any, ...]:
        return tuple(_hashable(getattr(record, name)) for name in self.keys)


def record(happened: Sequence[Happened], later: list[Happened] | None) -> None:
    """Record what happened now, or leave it to the caller's list, to be recorded at the end.

    Whoever records holds the end of the history until the transaction ends; a long import
    therefore writes its history last.
    """
    if later is None:
        events.record(*happened)
    else:
        later.extend(happened)


def _said(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in EMPTY}


def _hashable(value: Any) -> Any:
    return value.pk if isinstance(value, Revised) else value
