"""Pages of long lists: by key and not by number, with filters that live in the address.

A keyset page costs the same at row fifty and at row nine hundred thousand, and a row that is
added meanwhile neither hides another nor shows one twice.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
LONGEST_CURSOR = 2000
YEARS = (1900, 9000)  # of a day to look for; nearer to the ends of time no zone can be counted


class BadCursor(Refusal):
    """A cursor that was not made for this list, or was changed."""

    status = 400
    code = "bad-cursor"

    def __init__(self) -> None:
        super().__init__(_("This page mark does not belong to this list. Start at the beginning."))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of the page before and after; empty when there is none."""

    rows: list[Row]
    earlier: str = ""
    later: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Keyset:
    """The order of a list as Django writes it (`-opened_at`), and how many rows a page has.

    The primary key is added as the last of the order, so that no two rows are equal. A column
    that may be null cannot be part of the order (databases disagree where nulls stand), unless
    it is named in `filled`, by which a caller promises to pass only rows where it is not.
    """

    order: tuple[str, ...]
    size: int = 50
    filled: tuple[str, ...] = ()

    def page(self, rows: QuerySet[M, Row], cursor: str = "") -> Page[Row]:
        """The rows after (or before) a cursor; `BadCursor` when it is none of this list."""
        order = self._full_order(rows)
        backwards, place = self._read(cursor, rows, order) if cursor else (False, None)
        wanted = _reversed(order) if backwards else order
        found = rows.order_by(*wanted)
        if place is not None:
            found = found.filter(_after(wanted, place))
        some = list(found[: self.size + 1])
        more, some = len(some) > self.size, some[: self.size]
        if backwards:
            some.reverse()
        return self._cut(some, order, before=more if backwards else place is not None,
                         after=place is not None if backwards else more)  # fmt: skip

    def shown(self, rows: QuerySet[M, Row], request: HttpRequest, param: str = "at") -> Page[Row]:
        """The page that the address asks for; the first when there is no such page (any more)."""
        try:
            asked = self.page(rows, request.GET.get(param, ""))
        except BadCursor:
            return self.page(rows)
        return asked if asked.rows or param not in request.GET else self.page(rows)

    def _cut(self, some: list[Row], order: tuple[str, ...], *, before: bool, after: bool
             ) -> Page[Row]:  # fmt: skip
        if not some:
            return Page(some)
        earlier = _write(True, order, some[0]) if before else ""
        return Page(some, earlier, _write(False, order, some[-1]) if after else "")

    def _full_order(self, rows: QuerySet[Any, Any]) -> tuple[str, ...]:
        names = [name.lstrip("-") for name in self.order]
        for name in names:
            if name not in self.filled and _column(rows, name).null:
                raise ValueError(f"{name} may be null and cannot order pages")
        if names[-1] in ("pk", rows.model._meta.pk.name):
            return self.order
        return (*self.order, "-pk" if self.order[-1].startswith("-") else "pk")

    def _read(
        self, cursor: str, rows: QuerySet[Any, Any], order: tuple[str, ...]
    ) -> tuple[bool, list[Any]]:
        try:
            padded = cursor[:LONGEST_CURSOR].encode("ascii") + b"=" * (-len(cursor) % 4)
            backwards, names, values = orjson.loads(base64.urlsafe_b64decode(padded))
            if names != ",".join(order) or len(values) != len(order):
                raise BadCursor
            place = [
                _checked(_column(rows, name.lstrip("-")), _unpacked(value))
                for name, value in zip(order, values, strict=True)
            ]
        except (ValueError, TypeError, KeyError, ArithmeticError, ValidationError,
                binascii.Error) as error:  # fmt: skip
            raise BadCursor from error
        return bool(backwards), place


def _after(order: tuple[str, ...], place: list[Any]) -> Q:
    """Rows that come after a place: `a > x or (a = x and b > y) …`.

    The bound on the first column looks superfluous; it is what lets a database use its index.
    """
    condition, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q((f"{column}__{beyond}", value))
        equal &= Q((column, value))
    first = order[0].lstrip("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q((f"{first}__{bound}", place[0])) & condition


def _reversed(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _write(backwards: bool, order: tuple[str, ...], row: object) -> str:
    values = [_packed(_value(row, name.lstrip("-"))) for name in order]
    packed = orjson.dumps([int(backwards), ",".join(order), values])
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _value(row: object, path: str) -> Any:
    if isinstance(row, Mapping):
        return row[path]
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _packed(value: Any) -> Any:
    """A value as JSON that remembers its type; ValueError for one that has no order."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, UUID):
        return {"u": str(value)}
    if isinstance(value, (bool, int, float, str)):
        return value
    raise ValueError(f"{value!r} cannot be part of a page mark")


def _unpacked(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)):
        return value
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is no value of a list")
    ((kind, text),) = value.items()
    readers = {"t": parse_datetime, "d": parse_date, "n": Decimal, "u": UUID}
    result = readers[kind](text)  # type: ignore[operator]
    if result is None or (isinstance(result, datetime) and result.tzinfo is None):
        raise ValueError(f"{text!r} is no moment")
    return result


def _checked(column: "Field[Any, Any]", value: Any) -> Any:
    """The value if the column could hold it; a changed cursor must not reach the database."""
    if value is None or (isinstance(value, str) and "\x00" in value):
        raise ValueError(f"{value!r} is no value of a list")
    value = column.to_python(value)
    column.run_validators(value)
    return value


def _column(rows: QuerySet[Any, Any], path: str) -> "Field[Any, Any]":
    """The field behind a path such as `customer__name`, or behind what the query adds itself."""
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model: Any = rows.model
    column: Any = None
    for name in path.split("__"):
        column = model._meta.pk if name == "pk" else model._meta.get_field(name)
        model = column.related_model or model
    return cast("Field[Any, Any]", column)


@dataclass(frozen=True)
class Filter:
    """One filter of a list, by its name in the address; `choice`, `text`, `date` or `flag`."""

    name: str
    label: Any
    kind: str = "choice"
    choices: Sequence[tuple[str, Any]] = ()
    value: str = field(default="", compare=False)

    def cleaned(self, given: str) -> str:
        """What was given, if this filter can mean it; otherwise nothing."""
        text = given.replace("\x00", "").strip()
        if self.kind == "choice":
            return text if text in {str(value) for value, _words in self.choices} else ""
        if self.kind == "flag":
            return "1" if text in {"1", "on", "true"} else ""
        return text[:200] if self.kind == "text" else _day(text)


class Filters:
    """The filters of a list as the address gives them; what makes no sense counts as not given.

    `keep` names further parts of the address that stay when a filter changes, such as a tab.
    """

    def __init__(
        self, filters: Sequence[Filter], given: QueryDict, *, keep: Sequence[str] = ()
    ) -> None:
        self._filters = {one.name: one for one in filters}
        self._values = {one.name: one.cleaned(given.get(one.name, "")) for one in filters}
        self.kept = [(name, given[name]) for name in keep if given.get(name)]

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def on(self, name: str) -> date | None:
        """The day a date filter names."""
        return parse_date(self._values[name]) if self._values[name] else None

    @cached_property
    def shown(self) -> list[Filter]:
        """The filters with their values, for the filter bar."""
        return [
            Filter(one.name, one.label, one.kind, one.choices, self._values[one.name])
            for one in self._filters.values()
        ]

    @property
    def chosen(self) -> dict[str, str]:
        """Those that narrow the list."""
        return {name: value for name, value in self._values.items() if value}

    def address(self, **changes: str) -> str:
        """The query of this list with some filters changed; an empty value takes one away."""
        parts = [*self.kept, *({**self.chosen, **changes}).items()]
        return f"?{urlencode([(name, value) for name, value in parts if value])}"

    @property
    def without_all(self) -> str:
        """The address that shows the whole list."""
        return self.address(**dict.fromkeys(self._filters, ""))


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        return ""
    return day.isoformat() if day and YEARS[0] <= day.year <= YEARS[1] else ""
