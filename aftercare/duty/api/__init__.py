"""The API of duty, mounted under `/api/v1`."""

from aftercare.duty.api.doing import duty

__all__ = ["duty"]
