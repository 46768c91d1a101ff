"""The sign behind a case's number in our letters: who answers with it has our letter."""

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from aftercare.mail.rules import tokens_in

SALT = "aftercare.mail.case"
LENGTH = 16  # characters of five bits each


def token_of(number: str) -> str:
    """The number with its sign, as it stands in a subject: `C20261130-0001.k7f3…`."""
    return f"{number}.{_sign(number, settings.SECRET_KEY)}"


def proven(text: str) -> list[str]:
    """The numbers of the cases whose sign stands in a text and is ours."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [
        number
        for number, sign in tokens_in(text)
        if any(constant_time_compare(sign, _sign(number, key)) for key in keys)
    ]


def _sign(number: str, key: str | bytes) -> str:
    digest = salted_hmac(SALT, number, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:LENGTH]
