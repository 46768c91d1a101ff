"""Pages of complaints and of the corrective actions that come of them."""
