"""Complaints and corrective actions in the JSON API."""

from aftercare.complaints.api import correcting, hearing
from aftercare.complaints.api.hearing import complaints

__all__ = ["complaints", "correcting", "hearing"]
