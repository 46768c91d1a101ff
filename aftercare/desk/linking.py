"""The address of the private link of a case, and what a browser keeps of links it opened."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

LINK = "portal_link"  # of the session: the hash of the private link that is open
UNITS = "portal_units"  # of the session: the units that a code or card has opened


def address_of(request: HttpRequest, secret: str) -> str:
    """Where the customer opens the case; in production at the address of the installation,
    whatever host the request named."""
    path = reverse("portal:case", args=[secret])
    return f"{settings.ADDRESS}{path}" if settings.PRODUCTION else request.build_absolute_uri(path)
