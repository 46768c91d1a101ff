"""What must not be read in the database, encrypted with the secret key, which is not in it.

Who sees a dump of the database, a backup or a page does not see it. Older secret keys still open
(`SECRET_KEY_FALLBACKS`).
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class SealBroken(Exception):
    """It was sealed under another secret key and must be entered again."""


def sealed(text: str, *, salt: str) -> str:
    """A text as it is stored. salt: keeps what one folder seals apart from all others."""
    return _box(salt).encrypt(text.encode()).decode()


def opened(stored: str, *, salt: str) -> str:
    """The text again; `SealBroken` when no secret key of this installation opens it."""
    try:
        return _box(salt).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box(salt: str) -> MultiFernet:
    return _boxed(salt, settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _boxed(salt: str, key: str, older: tuple[str, ...]) -> MultiFernet:
    keys = [
        salted_hmac(salt, "key", secret=one, algorithm="sha256").digest() for one in (key, *older)
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in keys])
