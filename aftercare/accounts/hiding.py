"""The secrets of links in letters, and what hides the second factors in the database."""

import base64
import secrets

from aftercare.kit import links, sealing

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
    return sealing.sealed(text, salt=FACTORS)


def decrypted(stored: str) -> str:
    """The key of a second factor; a key that was made under another secret key fits nothing."""
    try:
        return sealing.opened(stored, salt=FACTORS)
    except sealing.SealBroken:
        return base64.b32encode(secrets.token_bytes(20)).decode()
