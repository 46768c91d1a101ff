"""The secrets of links in letters, and what hides the second factors in the database."""

import base64
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from aftercare.kit import links

LINK = "aftercare.accounts.link"
FACTORS = "aftercare.accounts.factors"


def new_nonce() -> str:
    """Something nobody can guess, from which a secret is derived."""
    return secrets.token_hex(16)


def secret_of(nonce: str) -> str:
    """The secret in the link of a letter; without the secret key nobody can derive it."""
    return links.secret_of(nonce, salt=LINK)


def encrypted(text: str) -> str:
    """The key of a second factor as it is stored."""
    return (
        _box(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))
        .encrypt(text.encode())
        .decode()
    )


def decrypted(stored: str) -> str:
    """The key of a second factor; a key that was made under another secret key fits nothing."""
    box = _box(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))
    try:
        return box.decrypt(stored.encode()).decode()
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


@lru_cache(maxsize=4)
def _box(key: str, older: tuple[str, ...]) -> MultiFernet:
    keys = [salted_hmac(FACTORS, "key", secret=one, algorithm="sha256").digest()
            for one in (key, *older)]  # fmt: skip
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in keys])
