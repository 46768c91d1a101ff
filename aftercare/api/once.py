"""`Idempotency-Key`: a POST that is sent again is not done again.

The key, the effect and the answer are written in one transaction, so that a crash leaves all of
them or none. Of two at the same time the second waits at the unique key until the first is done,
and then gives the stored answer. Refusals are not kept: nothing happened, and the caller may
mend the request and send it under the same key.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.api.errors import BadRequest, Busy
from aftercare.api.models import GivenAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,128}")
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
TABLE = GivenAnswer._meta.db_table
CLAIM = (
    f"INSERT INTO {TABLE} (caller, key, digest, status, headers, body, made_at)"  # noqa: S608
    " VALUES (%s, %s, %s, 0, '{}', %s, %s) ON CONFLICT (caller, key) DO NOTHING"
)
KEEP = (
    f"UPDATE {TABLE} SET status = %s, headers = %s, body = %s"  # noqa: S608  # our own table
    " WHERE caller = %s AND key = %s"
)


def key_of(request: HttpRequest) -> str:
    """The key of a request, empty when it has none; `BadRequest` when it is not one."""
    given = request.headers.get(HEADER, "")
    key = given.strip().removeprefix('"').removesuffix('"')
    if given and not KEY.fullmatch(key):
        text = _("An Idempotency-Key has 1 to 128 visible ASCII characters.")
        raise BadRequest(400, "bad-key", text, field=HEADER)
    return key


def digest_of(request: HttpRequest, content: object) -> str:
    """What makes two requests the same: method, address, and the meaning of the body."""
    body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


@transaction.atomic
def answer(caller: str, key: str, digest: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `work` and keep its answer, or give the answer that was kept."""
    if not key:
        return work()
    if not _claim(caller, key, digest, timezone.now()):
        return _kept(caller, key, digest)
    response = work()
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    with connection.cursor() as cursor:
        given = orjson.dumps(headers).decode()
        cursor.execute(KEEP, [response.status_code, given, response.content, caller, key])
    return response


def _claim(caller: str, key: str, digest: str, at: datetime) -> bool:
    """Whether the key was free. Somebody else's open transaction with it is waited for."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [caller, key, digest, b"", moment])
        return bool(cursor.rowcount == 1)


def _kept(caller: str, key: str, digest: str) -> HttpResponse:
    row = GivenAnswer.objects.filter(caller=caller, key=key).first()
    if row is None:  # the first was undone at this very moment
        raise Busy(_("The first request with this key is not finished. Try again."))
    if row.digest != digest:
        text = _("This Idempotency-Key was used for another request.")
        raise BadRequest(422, "key-reused", text, field=HEADER)
    headers = {**row.headers, REPLAYED: "true"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)
