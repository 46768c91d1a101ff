"""The secrets that webhooks are signed with, derived and never kept."""

import base64
import secrets
from datetime import datetime

from django.utils.crypto import salted_hmac

from aftercare.outbound.models import Webhook


def new_nonce() -> str:
    """Something nobody can guess, from which a secret is derived."""
    return secrets.token_hex(16)


def secret_of(nonce: str) -> str:
    """A secret as Standard Webhooks writes it: 32 bytes in base64 after `whsec_`."""
    digest = salted_hmac("aftercare.outbound.webhook", nonce, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def secrets_of(webhook: Webhook, at: datetime) -> list[str]:
    """All that are good at a moment, the newest first."""
    older = webhook.older_nonce if webhook.older_until and webhook.older_until > at else ""
    return [secret_of(nonce) for nonce in (webhook.nonce, older) if nonce]
