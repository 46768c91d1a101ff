"""Lists in the JSON API: pages by key, as on the pages people see."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.kit import pages
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


def _link(request: HttpRequest, cursor: str) -> dict[str, str]:
    if not cursor:
        return {}
    asked = {**{name: request.GET[name] for name in request.GET}, "cursor": cursor}
    return {"Link": f'<{request.path}?{urlencode(asked)}>; rel="next"'}
