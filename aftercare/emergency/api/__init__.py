"""Incidents and the leading group in the JSON API."""

from aftercare.emergency.api import doing, grouping
from aftercare.emergency.api.looking import incidents

__all__ = ["doing", "grouping", "incidents"]
