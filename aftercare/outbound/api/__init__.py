"""The outbox, opting out and webhooks in the JSON API."""

# These declare their operations.
from aftercare.outbound.api import broadcasts as _broadcasts  # noqa: F401
from aftercare.outbound.api import webhooks as _webhooks  # noqa: F401
from aftercare.outbound.api.outbox import messages

__all__ = ["messages"]
