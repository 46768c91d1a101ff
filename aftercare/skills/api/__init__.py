"""The API of skills and certificates, mounted under `/api/v1`."""

from aftercare.skills.api.keeping import skills

__all__ = ["skills"]
