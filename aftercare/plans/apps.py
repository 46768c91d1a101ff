"""Django's name for this folder."""

from django.apps import AppConfig

from aftercare.catalog import naming


class PlansConfig(AppConfig):
    name = "aftercare.plans"

    def ready(self) -> None:
        """Say to the catalogue of units what the plans call their parts."""
        from aftercare.plans.naming import component_names  # tables are ready only now

        naming.add_names(component_names)
