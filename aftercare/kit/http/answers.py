"""Answers as JSON, and the entity tags that go with single records.

An ETag is `"<revision>.<mark of the content>"`. `If-Match` compares the revision, so that a
change is refused exactly when somebody else has changed the record; `If-None-Match` compares
all of it, so that a reader also sees what changed around the record.
"""

import zlib
from collections.abc import Mapping
from typing import Any, TypeVar

import orjson
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal

JSON = "application/json"
M = TypeVar("M", bound=Model)


class Request(HttpRequest):
    """A request that the door let in: `user` is the person, `if_match` the tags it named."""

    user: Any
    if_match: str
    scopes: frozenset[str]


PLAIN = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def dump(content: Any, *, in_order: bool = False) -> bytes:
    """JSON in UTF-8; moments in UTC with `Z`, translated texts in the reader's language.

    in_order: with sorted names, so that the same content is the same bytes whichever database it
    was read from.
    """
    option = PLAIN | orjson.OPT_SORT_KEYS if in_order else PLAIN
    return orjson.dumps(content, default=_plain, option=option)


def answer(
    content: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer with JSON content."""
    return HttpResponse(dump(content), content_type=JSON, status=status, headers=headers)


def single(
    request: HttpRequest,
    content: Any,
    *,
    revision: int | str,
    status: int = 200,
    location: str = "",
) -> HttpResponse:
    """One record with its ETag; 304 when the reader has it already."""
    body = dump(content, in_order=True)
    tag = f'"{revision}.{zlib.crc32(body):08x}"'
    if request.method == "GET" and tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    headers = {"ETag": tag, **({"Location": location} if location else {})}
    return HttpResponse(body, content_type=JSON, status=status, headers=headers)


def created(
    request: HttpRequest, content: Any, *, location: str, revision: int | str | None = None
) -> HttpResponse:
    """201 with the address of what was made; with `revision` also its ETag."""
    if revision is None:
        return answer(content, status=201, headers={"Location": location})
    return single(request, content, revision=revision, status=201, location=location)


def expected(request: Request) -> int | None:
    """The revision the caller looked at; None when any will do, -1 when it names none of ours."""
    mark = expected_mark(request)
    if mark is None:
        return None
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 19 else -1


def expected_mark(request: Request) -> str | None:
    """Likewise for a record that is marked by its content instead of a number."""
    tag = request.if_match.strip()
    return None if tag == "*" else tag.removeprefix("W/").strip('"').partition(".")[0]


def found(rows: QuerySet[M], **fields: Any) -> M:
    """The one row with these values, or 404: what a person may not see does not exist for them."""
    row = next(iter(rows.filter(**fields)[:1]), None)
    if row is None:
        raise Http404
    return row


def chosen(rows: QuerySet[M], field: str, **fields: Any) -> M:
    """The row a body refers to; refused at `field` when there is none the person may see."""
    row = next(iter(rows.filter(**fields)[:1]), None)
    if row is None:
        raise Refusal(_("There is none, or it is not yours to see."), field=field)
    return row


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _plain(value: Any) -> Any:
    if isinstance(value, LazyText):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
