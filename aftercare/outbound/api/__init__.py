"""The outbox, opting out and webhooks in the JSON API."""

from aftercare.outbound.api import webhooks as _webhooks  # noqa: F401  # declares its operations
from aftercare.outbound.api.outbox import messages

__all__ = ["messages"]
