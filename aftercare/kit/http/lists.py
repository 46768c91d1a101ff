"""Lists in the JSON API: pages by key, as on the pages people see."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.kit import pages
from aftercare.kit.http.answers import answer
from aftercare.kit.http.shapes import Shape

Row = TypeVar("Row")
SIZE = 50
LARGEST = 200


class Paging(Shape):
    """How much of a list, and from where; lists add their filters to it."""

    limit: int = Field(
        SIZE, ge=1, le=LARGEST, description=N_("How many items a page has."), examples=[SIZE]
    )
    cursor: str = Field(
        "", max_length=pages.LONGEST_CURSOR, description=N_("The `next` of the page before.")
    )


def page(
    request: HttpRequest,
    rows: QuerySet[Any, Any],
    paging: Paging,
    *,
    order: tuple[str, ...],
    item: Callable[[Any], Any],
    filled: tuple[str, ...] = (),
) -> HttpResponse:
    """One page of `rows` as `{"items": […], "next": cursor}`, with a Link header to the next.

    rows: models, or dicts from `values()` that include the columns of `order`. order: as Django
    writes it, and the key as the last. item: row to JSON. filled: columns of the order that may be
    null, but are not in these rows.
    """
    shown = pages.Keyset(order, paging.limit, filled).page(rows, paging.cursor)
    content = {"items": [item(row) for row in shown], "next": shown.later or None}
    return answer(content, headers=_link(request, shown.later))


def page_of(
    request: HttpRequest,
    rows: Sequence[Row],
    paging: Paging,
    *,
    key: Callable[[Row], str],
    items: Callable[[Sequence[Row]], list[Any]],
) -> HttpResponse:
    """One page of what is no table, such as a catalogue in a file; like `page` in every other way.

    rows: all of them, in their order. key: what tells a row from all others; the cursor is that of
    the last one shown. items: the rows of a page to JSON.
    """
    begin = 0
    if paging.cursor:
        begin = 1 + next((at for at, row in enumerate(rows) if key(row) == paging.cursor), -1)
        if not begin:
            raise pages.BadCursor
    shown = rows[begin : begin + paging.limit]
    later = key(shown[-1]) if begin + paging.limit < len(rows) else ""
    content = {"items": items(shown), "next": later or None}
    return answer(content, headers=_link(request, later))


def _link(request: HttpRequest, cursor: str) -> dict[str, str]:
    if not cursor:
        return {}
    asked = {**{name: request.GET[name] for name in request.GET}, "cursor": cursor}
    return {"Link": f'<{request.path}?{urlencode(asked)}>; rel="next"'}
