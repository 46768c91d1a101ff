"""Patches in the JSON API."""

from aftercare.patches.api import offers as offers
from aftercare.patches.api.catalogue import patches

__all__ = ["offers", "patches"]
