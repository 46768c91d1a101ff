"""How a mailbox's password is kept: sealed (docs/decisions/0025-mail-by-imap.md)."""

from aftercare.kit import sealing
from aftercare.kit.sealing import SealBroken

__all__ = ["SealBroken", "opened", "sealed"]
SALT = "aftercare.mail.password"


def sealed(password: str) -> str:
    """The password as it is stored."""
    return sealing.sealed(password, salt=SALT)


def opened(stored: str) -> str:
    """The password again; `SealBroken` when no secret key of this installation opens it."""
    return sealing.opened(stored, salt=SALT)
