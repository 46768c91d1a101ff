"""Private links: a secret in an address opens one record, for whoever has no account.

The record keeps only the hash of the secret. Followed, a link is exchanged for a session that
knows the hash, and the secret leaves the address.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from aftercare.kit import limits
from aftercare.kit.limits import Limit


def new_secret() -> str:
    """A secret that nobody can make again."""
    return secrets.token_urlsafe(24)


def secret_of(mark: object, *, salt: str) -> str:
    """The secret that belongs to a mark nobody uses twice, made anew whenever it is needed and kept
    nowhere; without the secret key of the installation nobody can derive it.

    salt: keeps what is opened by one kind of links apart from all others.
    """
    digest = salted_hmac(salt, str(mark), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(secret: str) -> str:
    """What is kept of a secret; it is random and long, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address(request: HttpRequest, path: str) -> str:
    """A path as a link to be passed on; in production at the address of the installation, whatever
    host the request named."""
    return f"{settings.ADDRESS}{path}" if settings.PRODUCTION else request.build_absolute_uri(path)


def exchange(
    request: HttpRequest,
    secret: str,
    *,
    find: Callable[[str], object | None],
    slot: str,
    limit: Limit,
) -> bool:
    """Exchange a link for a session that opens what it leads to; False when it leads nowhere.

    find: looks up what a hash opens. slot: where the session keeps the hash. limit: of wrong links
    from one network address; `TooMany` when it is used up. Looking uses nothing up, since mail
    programs look at links before people do.
    """
    who = limits.address_of(request)
    limits.spend(limit, who)
    link_hash = hashed(secret)
    if find(link_hash) is None:
        return False
    limits.give_back(limit, who)
    request.session.cycle_key()
    request.session[slot] = link_hash
    return True
