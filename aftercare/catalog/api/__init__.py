"""The catalogue in the JSON API."""

from aftercare.catalog.api import finding, places, things
from aftercare.catalog.api.shapes import catalog

__all__ = ["catalog", "finding", "places", "things"]
