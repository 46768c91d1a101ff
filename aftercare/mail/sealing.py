"""How a mailbox's password is kept: encrypted with the secret key, which is not in the database.

Who sees a dump of the database, a backup or a page does not see the password
(docs/decisions/0025-mail-by-imap.md).
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "aftercare.mail.password"


class SealBroken(Exception):
    """It was sealed under another secret key and must be entered again."""


def sealed(password: str) -> str:
    """The password as it is stored."""
    return _box().encrypt(password.encode()).decode()


def opened(stored: str) -> str:
    """The password again; `SealBroken` when no secret key of this installation opens it."""
    try:
        return _box().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box() -> MultiFernet:
    return _boxed(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _boxed(key: str, older: tuple[str, ...]) -> MultiFernet:
    keys = [
        salted_hmac(SALT, "key", secret=one, algorithm="sha256").digest() for one in (key, *older)
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in keys])
