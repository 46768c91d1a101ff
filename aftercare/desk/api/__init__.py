"""Cases in the JSON API."""

from aftercare.desk.api import answering, doing, filing, looking, parts
from aftercare.desk.api.shapes import cases

__all__ = ["answering", "cases", "doing", "filing", "looking", "parts"]
