"""So many times within so long, for each who: sign-in attempts, reports without an account.

Counted in a table and not in memory, so that it holds over several processes and a restart.
"""

import hashlib
import ipaddress
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.kit import reading
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Tally

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """`times` within `within`, counted from the first; `name` keeps it apart from the others."""

    name: str
    times: int
    within: timedelta


class TooMany(Refusal):
    """The limit is used up; `retry_at` is when it opens again."""

    status = 429
    code = "too-many"

    def __init__(self, retry_at: datetime, at: datetime) -> None:
        wait = reading.length_words(max(retry_at - at, timedelta(seconds=1)), parts=1)
        super().__init__(_("Too many attempts. Try again in %(time)s.") % {"time": wait})
        self.retry_at = retry_at


def spend(limit: Limit, who: str, *, at: datetime | None = None) -> None:
    """Count one attempt; `TooMany` when there is none left. Two at once never share the last."""
    now = at or timezone.now()
    row = Tally.objects.filter(key=_key(limit, who))
    if row.filter(ends_at__gt=now, count__lt=limit.times).update(count=F("count") + 1):
        return
    if row.filter(ends_at__lte=now).update(count=1, ends_at=now + limit.within):
        return
    full = _opened(limit, who, now)
    if full is not None:
        raise TooMany(full.ends_at, now)


def give_back(limit: Limit, who: str) -> None:
    """The last attempt was none after all."""
    Tally.objects.filter(key=_key(limit, who), count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit, who: str) -> None:
    """Begin anew, after the right password for instance."""
    Tally.objects.filter(key=_key(limit, who)).delete()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the network, which is what one household has.

    Behind proxies the address is taken from `X-Forwarded-For`, counted from the right by
    `TRUSTED_PROXIES`; what stands further left was written by the visitor and is not believed.
    """
    trusted = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    given: str = request.META.get("REMOTE_ADDR", "")
    if trusted and len(passed) >= trusted:
        given = passed[-trusted]
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given[:60]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _opened(limit: Limit, who: str, now: datetime) -> Tally | None:
    """Open the row; the row itself when it was there and is full. One that somebody else opened
    at this moment is counted in."""
    row, new = Tally.objects.get_or_create(
        key=_key(limit, who), defaults={"count": 1, "ends_at": now + limit.within}
    )
    if new:
        Tally.objects.filter(ends_at__lt=now - KEPT).delete()
        return None
    free = Tally.objects.filter(pk=row.pk, count__lt=limit.times)
    return None if free.update(count=F("count") + 1) else row


def _key(limit: Limit, who: str) -> str:
    folded = unicodedata.normalize("NFKC", who).casefold().strip()
    return f"{limit.name}:{hashlib.sha256(folded.encode()).hexdigest()[:40]}"
