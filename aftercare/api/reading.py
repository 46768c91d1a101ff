"""A body as JSON, read so strictly that two readers cannot understand two things.

RFC 8259 leaves open what doubled names mean and knows no NaN, RFC 7493 no number that programs
round, a database no NUL; and nobody means a list in a list in a list, a hundred deep.
"""

import json
from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from aftercare.api.errors import BadRequest

LARGEST = 2 * 1024 * 1024
DEEPEST = 32
MOST = 2**53


def body_of(request: HttpRequest) -> Any:
    """The JSON a request carries, None when it carries nothing; `BadRequest` when it is none."""
    raw = _raw(request)
    if not raw:
        return None
    _check_media(request)
    try:
        content = orjson.loads(raw)  # UTF-8, no NaN, no half characters, no endless nesting
        if raw.count(b'"') > 2:
            json.loads(raw, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise _broken(error) from error
    if raw.count(b"{") + raw.count(b"[") > DEEPEST and _depth(content) > DEEPEST:
        raise BadRequest(400, "bad-json", _("The JSON is nested too deep."))
    if b"\\u0000" in raw and _any(content, _has_nul):
        raise BadRequest(400, "bad-json", _("Texts must not contain NUL characters."))
    if _any(content, _is_imprecise):
        raise BadRequest(400, "bad-json", _("A number is too large to be read alike everywhere."))
    return content


def _raw(request: HttpRequest) -> bytes:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        raw = request.body if length <= LARGEST else None
    except RequestDataTooBig:
        raw = None
    except (UnreadablePostError, ValueError) as error:
        raise BadRequest(400, "bad-request", _("The request ended too early.")) from error
    if raw is None or len(raw) > LARGEST:
        raise BadRequest(413, "too-large", _("A request holds at most 2 MB."))
    return raw


def _check_media(request: HttpRequest) -> None:
    media, _semicolon, rest = request.headers.get("Content-Type", "").partition(";")
    name, _equals, charset = rest.strip().partition("=")
    plain = request.headers.get("Content-Encoding", "identity") == "identity"
    utf8 = name.lower() != "charset" or charset.strip('" ').lower() in {"utf-8", "utf8"}
    if media.strip().lower() != "application/json" or not utf8 or not plain:
        raise BadRequest(415, "not-json", _("Send application/json in UTF-8."))


def _broken(error: Exception) -> BadRequest:
    if isinstance(error, _Doubled):
        return BadRequest(400, "bad-json", _("A name stands twice in one object: %(name)s.") % {
            "name": error.args[0][:60]})  # fmt: skip
    place = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    text = _("This is not JSON; it breaks at line %(line)d, column %(column)d.")
    return BadRequest(400, "bad-json", text % {"line": place[0], "column": place[1]})


class _Doubled(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Doubled(next(name for name in names if names.count(name) > 1))
    return found


def _depth(content: Any) -> int:
    level, depth = [content], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _any(content: Any, holds: Callable[[Any], bool]) -> bool:
    """Whether something holds for any text or number in the content."""
    if isinstance(content, dict):
        return any(holds(name) or _any(one, holds) for name, one in content.items())
    if isinstance(content, list):
        return any(_any(one, holds) for one in content)
    return holds(content)


def _has_nul(value: Any) -> bool:
    return isinstance(value, str) and "\x00" in value


def _is_imprecise(value: Any) -> bool:
    """Beyond 2^53 programs round, and a negative zero is not kept by every database."""
    if not isinstance(value, int | float):
        return False
    return abs(value) >= MOST or (value == 0 and isinstance(value, float) and str(value)[0] == "-")
