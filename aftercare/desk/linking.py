"""The address of the private link of a case, and what a browser keeps of links it opened."""

from django.http import HttpRequest
from django.urls import reverse

from aftercare.kit import links

LINK = "portal_link"  # of the session: the hash of the private link that is open
UNITS = "portal_units"  # of the session: the units that a code or card has opened


def address_of(request: HttpRequest, secret: str) -> str:
    """Where the customer opens the case."""
    return links.address(request, reverse("portal:case", args=[secret]))
