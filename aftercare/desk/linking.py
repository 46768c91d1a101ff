"""The address of the private link of a case."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def address_of(request: HttpRequest, secret: str) -> str:
    """Where the customer opens the case; in production at the address of the installation,
    whatever host the request named."""
    path = reverse("portal:case", args=[secret])
    return f"{settings.ADDRESS}{path}" if settings.PRODUCTION else request.build_absolute_uri(path)
