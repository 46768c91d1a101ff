"""Django's name for this folder."""

from django.apps import AppConfig

from aftercare.catalog import naming
from aftercare.coverage.products import product_names


class CoverageConfig(AppConfig):
    name = "aftercare.coverage"

    def ready(self) -> None:
        """Say to the catalogue of units what the law calls its classes of products."""
        naming.add_names(product_names)
