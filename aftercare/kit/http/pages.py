"""Lists by key: a page costs the same wherever it stands, and no row is shown twice or missed."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.kit.errors import Refusal
from aftercare.kit.http.answers import answer
from aftercare.kit.http.shapes import Shape

SIZE = 50
LARGEST = 200


class Paging(Shape):
    """How much of a list, and from where; lists add their filters to it."""

    limit: int = Field(
        SIZE, ge=1, le=LARGEST, description=N_("How many items a page has."), examples=[SIZE]
    )
    cursor: str = Field(
        "", max_length=500, description=N_("The `next` of the page before."), examples=[""]
    )


def page(
    request: HttpRequest,
    rows: QuerySet[Any, Any],
    paging: Paging,
    *,
    order: tuple[str, ...],
    item: Callable[[Any], Any],
) -> HttpResponse:
    """One page of `rows` as `{"items": […], "next": cursor}`, with a Link header to the next.

    rows: models, or dicts from `values()` that include the columns of `order`, which take `-` for
    descending as Django does, end with a unique column and are never null. item: row to JSON.
    """
    place = _place(paging.cursor, order)
    if place is not None:
        rows = _after(rows, order, place)
    some = list(rows.order_by(*order)[: paging.limit + 1])
    following = _cursor(order, some[paging.limit - 1]) if len(some) > paging.limit else None
    content = {"items": [item(row) for row in some[: paging.limit]], "next": following}
    return answer(content, headers=_link(request, following))


def _after(
    rows: QuerySet[Any, Any], order: tuple[str, ...], place: list[Any]
) -> QuerySet[Any, Any]:
    """The rows behind a place: `a > x or (a = x and b > y)`; the bound on `a` is for the index."""
    condition, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q((f"{column}__{beyond}", value))
        equal &= Q((column, value))
    first, bound = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    try:
        return rows.filter(Q((f"{first}__{bound}", place[0])) & condition)
    except (ValueError, TypeError, ValidationError) as error:
        raise _unknown() from error


def _cursor(order: tuple[str, ...], row: Any) -> str:
    values = [_value(row, name.lstrip("-")) for name in order]
    packed = orjson.dumps([",".join(order), *values])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _place(cursor: str, order: tuple[str, ...]) -> list[Any] | None:
    if not cursor:
        return None
    try:
        packed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        names, *values = orjson.loads(packed)
    except (ValueError, TypeError, binascii.Error) as error:
        raise _unknown() from error
    if names != ",".join(order) or len(values) != len(order) or not all(map(_plain, values)):
        raise _unknown()
    return [_moment(value) for value in values]


def _plain(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _moment(value: Any) -> Any:
    """A moment as it was before it became JSON; other texts stay as they are."""
    if isinstance(value, str) and len(value) > 18 and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def _unknown() -> Refusal:
    return Refusal(
        _("This cursor does not belong to this list. Start without one."),
        code="unknown-cursor",
        field="cursor",
    )


def _link(request: HttpRequest, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    asked = {**{name: request.GET[name] for name in request.GET}, "cursor": cursor}
    return {"Link": f'<{request.path}?{urlencode(asked)}>; rel="next"'}
