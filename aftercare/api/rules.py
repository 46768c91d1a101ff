"""What the secret of a token looks like. Plain Python.

`ac_<prefix>_<secret>`: the prefix is public and finds the row, the secret has 256 random bits.
"""

import hashlib
import re
import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SHAPE = re.compile(r"ac_([a-z2-9]{8})_([A-Za-z0-9_-]{43})")


def new_prefix() -> str:
    """Eight characters that are not mistaken for each other when read aloud."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def written(prefix: str, secret: str) -> str:
    """The token as a program sends it."""
    return f"ac_{prefix}_{secret}"


def parts(token: str) -> tuple[str, str] | None:
    """Prefix and secret of a token; None when it has not the form of one."""
    match = SHAPE.fullmatch(token)
    return (match[1], match[2]) if match else None


def hashed(secret: str) -> str:
    """How a secret is kept; it is random and long, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
