"""Plans and agreements in the JSON API."""

from aftercare.plans.api import clauses, covers
from aftercare.plans.api.agreements import agreements
from aftercare.plans.api.versions import plans

__all__ = ["agreements", "clauses", "covers", "plans"]
