"""Cases in the JSON API."""

from aftercare.desk.api import doing, looking
from aftercare.desk.api.shapes import cases

__all__ = ["cases", "doing", "looking"]
