"""Lists to take along: what `aftercare import` reads, and cases, promises and events besides."""

from aftercare.insight.exporting.importable import (
    AGREEMENTS,
    CUSTOMERS,
    HISTORY,
    PRODUCTS,
    PROJECTS,
    SITES,
    UNITS,
)
from aftercare.insight.exporting.records import CASES, EVENTS, PROMISES
from aftercare.insight.exporting.shape import Listing, Outlet

LISTS: dict[str, Listing] = {
    one.name: one
    for one in (CUSTOMERS, PRODUCTS, SITES, PROJECTS, UNITS, AGREEMENTS, HISTORY, CASES, PROMISES,
                EVENTS)
}  # fmt: skip

__all__ = ["LISTS", "Listing", "Outlet"]
